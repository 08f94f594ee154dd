#!/bin/bash
# Gives the running platform other policies (stock or new) and starts again the services that read them; data stay.
set -euo pipefail
case ${1:-} in stock | new) export RBAC=$1 ;; *) echo "usage: rbac.sh stock|new" >&2; exit 64 ;; esac
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$HERE/parts/settings.sh"
. "$HERE/parts/process.sh"
PW=$(cat "$D/password")
. "$HERE/parts/config-core.sh"
. "$HERE/parts/config-compute.sh"

groups=""
for name in nova-api neutron-server cinder-api glance-api; do
  alive "$name" || die "$name does not run; up.sh comes first"
  read -r pid _ <"$R/$name.pid"
  kill -TERM -- "-$pid" && groups+=" $pid"
  rm -f "$R/$name.pid"
done
for group in $groups; do
  for _ in $(seq 40); do kill -0 -- "-$group" 2>/dev/null || continue 2; sleep 0.25; done
  kill -KILL -- "-$group" 2>/dev/null || true
done
service neutron-server neutron.cmd.eventlet.server:main --config-file "$E/neutron.conf"
service nova-api nova.cmd.api_os_compute:main --config-file "$E/nova.conf"
service cinder-api cinder.cmd.api:main --config-file "$E/cinder.conf"
service glance-api glance.cmd.api:main --config-file "$E/glance.conf"
await_http glance-api "http://$IP:9292/"
await_http nova-api "http://$IP:8774/"
await_http neutron-server "http://$IP:9696/"
await_http cinder-api "http://$IP:8776/"
say "policies: $RBAC"
