# Database schemas, each once, two at a time.
once() { # name function
  if [ -e "$V/.done-mysql-$1" ]; then return 0; fi
  local began=${EPOCHREALTIME/./}
  "$2" >>"$L/sync-$1.log" 2>&1 || { tail -5 "$L/sync-$1.log" >&2; say "schema $1 failed; see $L/sync-$1.log"; return 1; }
  touch "$V/.done-mysql-$1"
  say "schema $1 ($(((${EPOCHREALTIME/./} - began) / 1000000)) s)"
}
keystone_manage() { run keystone.cmd.manage:main --config-file "$E/keystone/keystone.conf" "$@"; }
nova_manage() { run nova.cmd.manage:main --config-file "$E/nova.conf" "$@"; }
sync_keystone() {
  mkdir -p "$V/fernet" "$V/credkeys" && chmod 700 "$V/fernet" "$V/credkeys" &&
    keystone_manage db_sync &&
    keystone_manage fernet_setup --keystone-user root --keystone-group root &&
    keystone_manage credential_setup --keystone-user root --keystone-group root &&
    keystone_manage bootstrap --bootstrap-password "$PW" --bootstrap-region-id "$REGION" \
      --bootstrap-service-name keystone --bootstrap-admin-url "http://$IP:5000/v3" \
      --bootstrap-internal-url "http://$IP:5000/v3" --bootstrap-public-url "http://$IP:5000/v3"
}
sync_placement() { run placement.cmd.manage:main --config-file "$E/placement/placement.conf" db sync; }
sync_glance() { run glance.cmd.manage:main --config-file "$E/glance.conf" db_sync; }
sync_nova() {
  nova_manage api_db sync &&
    nova_manage cell_v2 map_cell0 --database_connection "$(dburl nova_cell0)" &&
    nova_manage db sync && nova_manage cell_v2 create_cell --name cell1
}
sync_neutron() { run neutron.db.migration.cli:main --config-file "$E/neutron.conf" upgrade heads; }
sync_cinder() { run cinder.cmd.manage:main --config-file "$E/cinder.conf" db sync; }
sync_these() { local name; for name in "$@"; do if has "$name"; then once "$name" "sync_$name" || return 1; fi; done; }
sync_these keystone placement glance cinder & first=$!
sync_these nova neutron & second=$!
wait $first || die 'a schema failed'
wait $second || die 'a schema failed'
