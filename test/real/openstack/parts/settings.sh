# What can be set from outside, and where things lie. Sourced by up.sh and down.sh.
D=${OS_DIR:-${TMPDIR:-/tmp}/openstack}
WITH=${WITH:-keystone glance placement neutron nova cinder swift horizon}
COMPUTES=${COMPUTES:-cmp-a cmp-b}
COMPUTE_DRIVER=${COMPUTE_DRIVER:-fake.FakeLiveMigrateDriver}
RBAC=${RBAC:-new}          # new: scoped defaults are enforced; stock: this release's own, where a reader may create servers
FRESH=${FRESH:-0}
IP=127.0.0.1 REGION=RegionOne
E=$D/etc L=$D/log R=$D/run V=$D/data P=$D/py X=$D/root
export PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive
export no_proxy=127.0.0.1,localhost NO_PROXY=127.0.0.1,localhost
unset PYTHONHOME PYTHONPATH PYTHONSTARTUP VIRTUAL_ENV || true

BEGAN=${EPOCHREALTIME/./}
say() { local now=${EPOCHREALTIME/./}; printf '%(%FT%T%z)T +%d.%ds %s\n' -1 $(((now - BEGAN) / 1000000)) $(((now - BEGAN) / 100000 % 10)) "$*"; }
die() { say "FAIL: $*" >&2; exit 1; }
has() { case " $WITH " in *" $1 "*) return 0 ;; *) return 1 ;; esac; }
