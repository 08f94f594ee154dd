# Configuration of swift: one device, one copy, two proxies.
if has swift; then
mkdir -p $V/srv/d1 $V/swift-cache $E/swift
cat >$E/swift/swift.conf <<EOF
[swift-hash]
swift_hash_path_suffix = os
swift_hash_path_prefix = ac
[storage-policy:0]
name = default
default = yes
EOF
for t in account:6202 container:6201 object:6200; do
n=${t%:*}
cat >$E/swift/$n.conf <<EOF
[DEFAULT]
bind_ip = $IP
bind_port = ${t#*:}
workers = 0
user = root
swift_dir = $E/swift
devices = $V/srv
mount_check = false
fallocate_reserve = 0
disable_fallocate = true
log_name = swift-$n
log_address = /nonexistent
[pipeline:main]
pipeline = healthcheck recon $n-server
[app:$n-server]
use = egg:swift#$n
[filter:healthcheck]
use = egg:swift#healthcheck
[filter:recon]
use = egg:swift#recon
recon_cache_path = $V/swift-cache
EOF
done
cat >$E/swift/expirer.conf <<EOF
[DEFAULT]
swift_dir = $E/swift
user = root
[object-expirer]
interval = 5
auto_create_account_prefix = .
[pipeline:main]
pipeline = catch_errors cache proxy-server
[app:proxy-server]
use = egg:swift#proxy
[filter:cache]
use = egg:swift#memcache
memcache_servers = $IP:11211
[filter:catch_errors]
use = egg:swift#catch_errors
EOF
cat >$E/swift/proxy.conf <<EOF
[DEFAULT]
bind_ip = $IP
bind_port = 8080
workers = 0
user = root
swift_dir = $E/swift
log_name = swift-proxy
[pipeline:main]
pipeline = catch_errors gatekeeper healthcheck proxy-logging cache listing_formats bulk tempurl authtoken s3api s3token keystoneauth copy container-quotas account-quotas slo dlo versioned_writes symlink proxy-logging proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
allow_account_management = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:gatekeeper]
use = egg:swift#gatekeeper
[filter:healthcheck]
use = egg:swift#healthcheck
[filter:proxy-logging]
use = egg:swift#proxy_logging
[filter:cache]
use = egg:swift#memcache
memcache_servers = $IP:11211
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:bulk]
use = egg:swift#bulk
[filter:tempurl]
use = egg:swift#tempurl
[filter:s3api]
use = egg:swift#s3api
location = us-east-1
s3_acl = false
allow_multipart_uploads = true
min_segment_size = 5242880
[filter:s3token]
use = egg:swift#s3token
auth_uri = http://$IP:5000/v3
delay_auth_decision = true
reseller_prefix = AUTH_
$(auth swift)
[filter:authtoken]
paste.filter_factory = keystonemiddleware.auth_token:filter_factory
delay_auth_decision = true
memcached_servers = $IP:11211
$(auth swift)
[filter:keystoneauth]
use = egg:swift#keystoneauth
reseller_prefix = AUTH
operator_roles = admin, member
[filter:tempauth]
use = egg:swift#tempauth
reseller_prefix = TEMP
user_test_tester = testing .admin
user_test2_tester2 = testing2 .admin
user_test_ro = roonly
[filter:copy]
use = egg:swift#copy
[filter:container-quotas]
use = egg:swift#container_quotas
[filter:account-quotas]
use = egg:swift#account_quotas
[filter:slo]
use = egg:swift#slo
[filter:dlo]
use = egg:swift#dlo
[filter:versioned_writes]
use = egg:swift#versioned_writes
allow_versioned_writes = true
allow_object_versioning = true
[filter:symlink]
use = egg:swift#symlink
EOF
# A second proxy on the same storage takes tempauth keys: in one pipeline tempauth rejects every request signed with keystone's.
sed -e 's/bind_port = 8080/bind_port = 8081/' -e 's/authtoken s3api s3token keystoneauth copy/s3api tempauth copy/' -e 's/swift-proxy/swift-proxy-t/' $E/swift/proxy.conf >$E/swift/proxy-t.conf
fi
