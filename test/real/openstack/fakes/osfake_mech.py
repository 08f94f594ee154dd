"""A neutron mechanism driver that binds every port on any host without an agent, as an SDN driver would."""
from neutron.db import provisioning_blocks
from neutron_lib import constants
from neutron_lib.api.definitions import portbindings
from neutron_lib.callbacks import resources
from neutron_lib.plugins.ml2 import api


class FakeBind(api.MechanismDriver):
    def initialize(self):
        pass

    @property
    def connectivity(self):
        return portbindings.CONNECTIVITY_L2

    def check_vlan_transparency(self, context):
        return True

    def bind_port(self, context):
        for segment in context.segments_to_bind:
            details = {
                portbindings.CAP_PORT_FILTER: True,
                portbindings.VIF_DETAILS_CONNECTIVITY: portbindings.CONNECTIVITY_L2,
                portbindings.OVS_HYBRID_PLUG: False,
                'bound_drivers': {'0': 'osfake'},
            }
            context.set_binding(segment[api.ID], portbindings.VIF_TYPE_OVS, details, constants.PORT_STATUS_ACTIVE)
            return

    def update_port_postcommit(self, context):
        # After a live migration no agent reports the port up; nova would wait for it.
        port = context.current
        down = port['status'] == constants.PORT_STATUS_DOWN and port.get('admin_state_up')
        if context.host and down and context.vif_type == portbindings.VIF_TYPE_OVS:
            provisioning_blocks.provisioning_complete(
                context._plugin_context, port['id'], resources.PORT, provisioning_blocks.L2_AGENT_ENTITY
            )
