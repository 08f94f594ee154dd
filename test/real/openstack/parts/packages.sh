# What must be there before anything is written.
[ "$(id -u)" = 0 ] || die "run as root: packages are installed and services bind below one directory of root's"
[ -r /etc/os-release ] && . /etc/os-release
[ "${ID:-}" = debian ] && [ "${VERSION_ID:-}" = 12 ] || die "needs Debian 12, whose packages are OpenStack Zed; this is ${PRETTY_NAME:-unknown}"
for service in $WITH; do
  case $service in keystone | glance | placement | neutron | nova | cinder | swift | horizon) ;; *) die "unknown service '$service' in WITH" ;; esac
done
has keystone || die "WITH must name keystone"
if has nova; then for service in glance placement neutron; do has $service || die "nova needs $service in WITH"; done; fi
[ ${#D} -le 80 ] || die "OS_DIR is too long for a unix socket below it: $D"
free_kib=$(awk '/MemAvailable/ {print $2}' /proc/meminfo)
[ -s "$R/keystone.pid" ] || [ "$free_kib" -ge 2900000 ] || ! has nova || die "needs about 2.8 GB of free memory; there are $((free_kib / 1024)) MB"
port_free keystone 5000
if has placement; then port_free placement 8778; fi
if has glance; then port_free glance-api 9292; fi
if has nova; then port_free nova-api 8774; fi
if has neutron; then port_free neutron-server 9696; fi
if has cinder; then port_free cinder-api 8776; fi
if has swift; then port_free swift-proxy 8080; port_free swift-proxy-t 8081; fi
if has horizon; then port_free horizon 8082; fi
port_free memcached 11211
if has nova; then port_free rabbitmq 5672; fi

packages="curl memcached uwsgi-core uwsgi-plugin-python3 mariadb-server python3-pymysql python3-keystone"
if has glance; then packages+=" python3-glance"; fi
if has placement; then packages+=" python3-placement"; fi
if has neutron; then packages+=" python3-neutron"; fi
if has nova; then packages+=" python3-nova"; fi
if has cinder; then packages+=" python3-cinder qemu-utils"; fi
if has nova || has neutron || has cinder; then packages+=" rabbitmq-server"; fi
if has swift; then packages+=" python3-swift"; fi
if has horizon; then packages+=" python3-django-horizon libjs-jquery-cookie"; fi
missing=""
for package in $packages; do
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=" $package"
done
mkdir -p "$D/dl"
if [ -n "$missing" ]; then
  say "installing$missing"
  apt-get update >"$D/apt.log" 2>&1 || say "apt-get update had errors (see $D/apt.log); going on with the lists that are there"
  # The packages would start their services; for the time of the installation they may not.
  policy=/usr/sbin/policy-rc.d
  if [ ! -e $policy ]; then
    printf '#!/bin/sh\nexit 101\n' >$policy
    chmod 755 $policy
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
  fi
  apt-get install -y --no-install-recommends -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold \
    $missing >>"$D/apt.log" 2>&1 || { tail -20 "$D/apt.log" >&2; die "apt-get install failed; the whole log is $D/apt.log"; }
  [ -z "$(trap -p EXIT)" ] || { rm -f $policy; trap - EXIT; }
fi
mkdir -p "$E" "$L" "$R" "$V" "$P" "$X"
# The paste files are in packages whose maintainer scripts (users, database set-up) are not wanted: unpacked, not installed.
unpack() { # package file-in-it
  [ ! -e "$X/$2" ] || return 0
  if ! ls "$D/dl/$1"_*.deb >/dev/null 2>&1; then
    (cd "$D/dl" && APT_CONFIG=/dev/null apt-get -o APT::Sandbox::User=root download "$1") >>"$D/apt.log" 2>&1 ||
      { tail -5 "$D/apt.log" >&2; die "cannot download $1; see $D/apt.log"; }
  fi
  dpkg -x "$D/dl/$1"_*.deb "$X" || die "cannot unpack $1"
}
for service in nova neutron cinder glance; do
  if has $service; then unpack $service-common "usr/share/$service-common"; fi
done
if has horizon; then unpack openstack-dashboard usr/share/openstack-dashboard/themes; fi
say "packages are there"
