# Configuration of keystone, placement and glance, and the pieces that all services share.
MQ="rabbit://guest:guest@$IP:5672/"
dburl() { echo "mysql+pymysql://root@localhost/$1?unix_socket=$V/mysql/s.sock&charset=utf8"; }
dbsec() { printf '[database]\nconnection = %s\nmax_retries = -1\n' "$(dburl "$1")"; }
auth() {
  cat <<EOF
www_authenticate_uri = http://$IP:5000
auth_url = http://$IP:5000
auth_type = password
project_domain_name = Default
user_domain_name = Default
project_name = service
username = $1
password = $PW
region_name = $REGION
EOF
}
authtok() {
  cat <<EOF
[keystone_authtoken]
$(auth "$1")
memcached_servers = $IP:11211
service_token_roles_required = true
EOF
}
common() {
  if [ "$RBAC" = new ]; then printf '[oslo_policy]\nenforce_new_defaults = true\n'; fi
  cat <<EOF
[oslo_concurrency]
lock_path = $V/lock
[oslo_messaging_notifications]
driver = noop
[oslo_messaging_rabbit]
heartbeat_in_pthread = false
EOF
}

mkdir -p $V/lock $E/keystone $E/placement
cat >$E/keystone/keystone.conf <<EOF
[DEFAULT]
log_file = $L/keystone-app.log
$(dbsec keystone)
[fernet_tokens]
key_repository = $V/fernet
[fernet_receipts]
key_repository = $V/fernet
[credential]
key_repository = $V/credkeys
[token]
expiration = 14400
[cache]
enabled = true
backend = dogpile.cache.memcached
memcache_servers = $IP:11211
EOF
cat >$E/placement/placement.conf <<EOF
[DEFAULT]
log_file = $L/placement-app.log
[placement_database]
connection = $(dburl placement)
[api]
auth_strategy = keystone
$(authtok placement)
EOF
if has glance; then
mkdir -p $V/images
cat >$E/glance.conf <<EOF
[DEFAULT]
bind_host = $IP
bind_port = 9292
workers = 0
enabled_backends = file:file
enforce_secure_rbac = $([ $RBAC = new ] && echo true || echo false)
node_staging_uri = file://$V/images-staging/
$(dbsec glance)
[glance_store]
default_backend = file
[file]
filesystem_store_datadir = $V/images
[os_glance_staging_store]
filesystem_store_datadir = $V/images-staging
[os_glance_tasks_store]
filesystem_store_datadir = $V/images-tasks
[paste_deploy]
flavor = keystone
config_file = $X/usr/share/glance-common/glance-api-paste.ini
$(authtok glance)
$(common)
EOF
fi
