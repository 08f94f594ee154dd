#!/bin/bash
# Brings up a real OpenStack (Zed, Debian 12 packages) on 127.0.0.1, without systemd and without containers.
# What is installed, written, seeded or running already is left alone. README.md tells what is real in it.
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$HERE/parts/settings.sh"
. "$HERE/parts/process.sh"
. "$HERE/parts/packages.sh"

if [ "$FRESH" = 1 ]; then
  bash "$HERE/down.sh"
  rm -rf "${V:?}" "${E:?}" "$D/password" "$D/openrc" "$D/ec2.env"
  mkdir -p "$V" "$E"
  say 'earlier data removed'
fi
umask 077
if [ ! -s "$D/password" ]; then
  printf '%s' "${OS_PW:-$(head -c 24 /dev/urandom | base64 | tr -dc A-Za-z0-9)}" >"$D/password"
fi
PW=$(cat "$D/password")
umask 022

cp "$HERE"/fakes/*.py "$P/"
mkdir -p "$P/osfake.egg-info"
printf '[neutron.ml2.mechanism_drivers]\nosfake = osfake_mech:FakeBind\n' >"$P/osfake.egg-info/entry_points.txt"
printf 'Metadata-Version: 1.0\nName: osfake\nVersion: 1.0\n' >"$P/osfake.egg-info/PKG-INFO"
. "$HERE/parts/config-core.sh"
. "$HERE/parts/config-compute.sh"
. "$HERE/parts/config-swift.sh"
say 'configuration is written'
. "$HERE/parts/infrastructure.sh"
. "$HERE/parts/schemas.sh"

export OS_KEYSTONE_CONFIG_FILES=keystone.conf OS_KEYSTONE_CONFIG_DIR=$E/keystone OS_PLACEMENT_CONFIG_DIR=$E/placement
wsgi keystone 5000 /usr/bin/keystone-wsgi-public 2
await_http keystone "http://$IP:5000/v3"
/usr/bin/python3 -B "$HERE/seed.py" "$IP" "$PW" "$REGION" $WITH >>"$L/seed.log" 2>&1 ||
  { tail -5 "$L/seed.log" >&2; die "seeding of accounts and catalogue failed; see $L/seed.log"; }
say 'accounts and catalogue are there'

if has placement; then wsgi placement 8778 /usr/bin/placement-api 2; fi
if has horizon; then . "$HERE/parts/horizon.sh"; fi
if alive rabbitmq; then await_port rabbitmq 5672; fi
if has neutron; then service neutron-server neutron.cmd.eventlet.server:main --config-file "$E/neutron.conf"; fi
if has nova; then
  service nova-conductor nova.cmd.conductor:main --config-file "$E/nova.conf"
  service nova-api nova.cmd.api_os_compute:main --config-file "$E/nova.conf"
  service nova-scheduler nova.cmd.scheduler:main --config-file "$E/nova.conf"
fi
if has glance; then service glance-api glance.cmd.api:main --config-file "$E/glance.conf"; fi
if has placement; then await_http placement "http://$IP:8778/"; fi
if has nova; then
  for host in $COMPUTES; do
    service "nova-compute-$host" nova.cmd.compute:main --config-file "$E/nova.conf" --config-file "$E/nova-$host.conf"
  done
fi
if has cinder; then
  for part in api scheduler volume; do
    service "cinder-$part" "cinder.cmd.$part:main" --config-file "$E/cinder.conf"
  done
fi
if has swift; then
  for ring in account:6202 container:6201 object:6200; do
    name=${ring%:*}
    if [ -e "$E/swift/$name.ring.gz" ]; then continue; fi
    # The builder ends with 1 where it only warns.
    (cd "$E/swift" && for act in 'create 4 1 0' "add r1z1-$IP:${ring#*:}/d1 1" rebalance; do
      run swift.cli.ringbuilder:main "$name.builder" $act || true
    done) >>"$L/ring.log" 2>&1
    [ -e "$E/swift/$name.ring.gz" ] || die "no ring for $name; see $L/ring.log"
  done
  for part in account container object proxy proxy-t; do
    service "swift-$part" osfake_swift:main "$part" "$E/swift/$part.conf"
  done
  service swift-expirer osfake_swift:main expirer "$E/swift/expirer.conf"
fi
if has glance; then await_http glance-api "http://$IP:9292/"; fi
if has nova; then await_http nova-api "http://$IP:8774/"; fi
if has neutron; then await_http neutron-server "http://$IP:9696/"; fi
if has cinder; then await_http cinder-api "http://$IP:8776/"; fi
if has swift; then
  await_http swift-proxy "http://$IP:8080/healthcheck"
  await_http swift-proxy-t "http://$IP:8081/healthcheck"
fi

if has horizon; then await_http horizon "http://$IP:8082/auth/login/"; fi
umask 077
/usr/bin/python3 -B "$HERE/ready.py" "$D" "$IP" "$PW" "$WITH" "$COMPUTES" >>"$L/ready.log" 2>&1 ||
  { tail -5 "$L/ready.log" >&2; die "the platform does not become ready; see $L/ready.log"; }
cat >"$D/openrc" <<EOF
export OS_AUTH_URL=http://$IP:5000/v3 OS_IDENTITY_API_VERSION=3 OS_REGION_NAME=$REGION
export OS_USERNAME=admin OS_PASSWORD=$PW OS_PROJECT_NAME=demo OS_USER_DOMAIN_NAME=Default OS_PROJECT_DOMAIN_NAME=Default
export AWS_DEFAULT_REGION=us-east-1
EOF
if has swift; then
  echo "export S3T_ENDPOINT=http://$IP:8081 S3T_ACCESS_KEY=test:tester S3T_SECRET_KEY=testing" >>"$D/openrc"
  cat "$D/ec2.env" >>"$D/openrc"
fi
if has horizon; then echo "export HORIZON_ENDPOINT=http://$IP:8082/" >>"$D/openrc"; fi
say "ready: . $D/openrc"
