#!/bin/bash
# Makes a fake compute host die (its agent is killed) or come back.
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$HERE/parts/settings.sh"
. "$HERE/parts/process.sh"
name=nova-compute-$2
case $1 in
  off)
    alive "$name" || die "$name does not run"
    read -r pid _ <"$R/$name.pid"
    kill -KILL -- "-$pid"
    rm -f "$R/$name.pid"
    ;;
  on) service "$name" nova.cmd.compute:main --config-file "$E/nova.conf" --config-file "$E/nova-$2.conf" ;;
  *) echo 'usage: host-power.sh off|on HOST' >&2; exit 64 ;;
esac
