# Configuration of nova, neutron and cinder.
if has nova; then
cat >$E/nova.conf <<EOF
[DEFAULT]
transport_url = $MQ
osapi_compute_listen = $IP
osapi_compute_workers = 1
periodic_fuzzy_delay = 0
report_interval = 3
service_down_time = 12
enabled_apis = osapi_compute
my_ip = $IP
state_path = $V/nova
host = ctl
vif_plugging_timeout = 20
vif_plugging_is_fatal = false
compute_driver = $COMPUTE_DRIVER
initial_cpu_allocation_ratio = 4.0
reserved_host_memory_mb = 512
[wsgi]
api_paste_config = $X/usr/share/nova-common/api-paste.ini
[api]
auth_strategy = keystone
[api_database]
connection = $(dburl nova_api)
$(dbsec nova)
[conductor]
workers = 1
[scheduler]
workers = 1
discover_hosts_in_cells_interval = 3
[filter_scheduler]
enabled_filters = AvailabilityZoneFilter,ComputeFilter,ComputeCapabilitiesFilter,ImagePropertiesFilter,ServerGroupAntiAffinityFilter,ServerGroupAffinityFilter,AggregateInstanceExtraSpecsFilter
[placement]
$(auth placement)
[neutron]
$(auth neutron)
[cinder]
$(auth cinder)
os_region_name = $REGION
[glance]
api_servers = http://$IP:9292
[service_user]
send_service_user_token = true
$(auth nova)
[vnc]
enabled = false
$(authtok nova)
$(common)
EOF
for c in $COMPUTES; do mkdir -p $V/$c; printf '[DEFAULT]\nhost = %s\nstate_path = %s/%s\n' $c $V $c >$E/nova-$c.conf; done
fi
if has neutron; then
cat >$E/neutron.conf <<EOF
[DEFAULT]
bind_host = $IP
bind_port = 9696
core_plugin = ml2
service_plugins = router,segments
transport_url = $MQ
api_workers = 1
rpc_workers = 0
rpc_state_report_workers = 0
api_paste_config = $X/usr/share/neutron-common/api-paste.ini
state_path = $V/neutron
notify_nova_on_port_status_changes = true
notify_nova_on_port_data_changes = true
dhcp_agents_per_network = 1
allow_overlapping_ips = true
vlan_transparent = false
global_physnet_mtu = 1500
[nova]
$(auth nova)
$(dbsec neutron)
[ml2]
type_drivers = flat,vlan,vxlan,local
tenant_network_types = vxlan
mechanism_drivers = osfake
extension_drivers = port_security,dns
[ml2_type_vxlan]
vni_ranges = 1:1000
[ml2_type_vlan]
network_vlan_ranges = physnet1:100:199
[ml2_type_flat]
flat_networks = physnet1
[securitygroup]
enable_security_group = true
$(authtok neutron)
$(common)
EOF
fi
if has cinder; then
cat >$E/cinder.conf <<EOF
[DEFAULT]
transport_url = $MQ
osapi_volume_listen = $IP
osapi_volume_workers = 1
api_paste_config = $X/usr/share/cinder-common/api-paste.ini
auth_strategy = keystone
enabled_backends = fast,slow
default_volume_type = fast
host = ctl
my_ip = $IP
state_path = $V/cinder
glance_api_servers = http://$IP:9292
resource_query_filters_file = $X/etc/cinder/resource_filters.json
$(dbsec cinder)
[fast]
volume_backend_name = fast
volume_driver = osfake_cinder.Driver
target_helper = fake
[slow]
volume_backend_name = slow
volume_driver = osfake_cinder.Driver
target_helper = fake
[nova]
$(auth nova)
[service_user]
send_service_user_token = true
$(auth cinder)
$(authtok cinder)
$(common)
EOF
fi
