# memcached, RabbitMQ and MariaDB, as processes of ours on loopback or on a socket.
start memcached /usr/bin/memcached -u nobody -l "$IP" -p 11211 -m 64
if has nova || has neutron || has cinder; then
  mkdir -p "$V/rabbit" "$L/rabbit"
  cat >"$E/rabbitmq.conf" <<EOF
listeners.tcp.1 = $IP:5672
loopback_users.guest = true
vm_memory_high_watermark.absolute = 512MB
disk_free_limit.absolute = 50MB
EOF
  cat >"$E/rabbit-env.sh" <<EOF
export HOME=$V/rabbit HOSTNAME=localhost RABBITMQ_NODENAME=rabbit@localhost RABBITMQ_BASE=$V/rabbit
export RABBITMQ_MNESIA_BASE=$V/rabbit/mnesia RABBITMQ_LOG_BASE=$L/rabbit RABBITMQ_CONFIG_FILE=$E/rabbitmq.conf
export RABBITMQ_CONF_ENV_FILE=$E/none RABBITMQ_ENABLED_PLUGINS_FILE=$V/rabbit/plugins RABBITMQ_PID_FILE=$V/rabbit/pid
export ERL_EPMD_ADDRESS=$IP RABBITMQ_DIST_PORT=25672 RABBITMQ_SCHEDULER_BIND_TYPE=u
export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='+S 1:1 +sbwt none -kernel inet_dist_use_interface {127,0,0,1}'
EOF
  echo '[].' >"$V/rabbit/plugins"
  start epmd /usr/bin/epmd -address "$IP"
  start rabbitmq bash -c ". $E/rabbit-env.sh; exec /usr/lib/rabbitmq/bin/rabbitmq-server"
fi
if [ ! -d "$V/mysql/mysql" ]; then
  mkdir -p "$V/mysql"
  mariadb-install-db --no-defaults --user=root --datadir="$V/mysql" --auth-root-authentication-method=normal \
    --skip-test-db >"$L/mysql-install.log" 2>&1 || { tail -5 "$L/mysql-install.log" >&2; die 'mariadb-install-db failed'; }
fi
# A test platform: nothing here need outlive a power cut.
start mariadb /usr/sbin/mariadbd --no-defaults --user=root --datadir="$V/mysql" --socket="$V/mysql/s.sock" \
  --skip-networking --innodb-flush-log-at-trx-commit=0 --innodb-buffer-pool-size=128M --skip-log-bin --sync-binlog=0 \
  --performance-schema=OFF --max-connections=300 --character-set-server=utf8mb3 --innodb-doublewrite=0 \
  --innodb-flush-method=nosync --innodb-file-per-table=0 --sync-frm=0 --innodb-log-file-size=32M
sql() { mariadb -uroot -S "$V/mysql/s.sock" "$@"; }
for _ in $(seq 150); do
  if sql -e 'select 1' >/dev/null 2>&1; then break; fi
  alive mariadb || { tail -5 "$L/mariadb.log" >&2; die "mariadb ended; see $L/mariadb.log"; }
  sleep 0.2
done
for base in keystone glance placement nova_api nova nova_cell0 neutron cinder; do
  echo "create database if not exists $base;"
done | sql || die 'mariadb does not answer'
