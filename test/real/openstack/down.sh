#!/bin/bash
# Stops what up.sh started, by pid file; each leads a session, so that its group holds all its children. Data stay.
set -euo pipefail
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$HERE/parts/settings.sh"
. "$HERE/parts/process.sh"
[ -d "$R" ] || { say "nothing was started below $D"; exit 0; }
cd "$R"

# Those that use the others go first.
groups="" names=()
for pattern in horizon 'nova-compute-*' nova-api nova-scheduler nova-conductor 'cinder-*' neutron-server glance-api 'swift-*' \
  placement keystone mariadb rabbitmq memcached epmd; do
  for file in $pattern.pid; do
    [ -e "$file" ] || continue
    if alive "${file%.pid}"; then
      read -r pid _ <"$file" || true
      if kill -TERM -- "-$pid" 2>/dev/null; then groups+=" $pid" names[pid]=${file%.pid}; fi
    fi
    rm -f "$file"
  done
done
left=""
for _ in $(seq 60); do
  left=""
  for group in $groups; do if kill -0 -- "-$group" 2>/dev/null; then left+=" $group"; fi; done
  [ -n "$left" ] || break
  sleep 0.25
done
for group in $left; do if kill -KILL -- "-$group" 2>/dev/null; then say "killed ${names[group]}, which did not end by itself"; fi; done
say "stopped $(wc -w <<<"$groups") services"
