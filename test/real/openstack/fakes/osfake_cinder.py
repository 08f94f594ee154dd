"""Cinder's own fake driver with a finite pool of its own name, and copies of images that do nothing."""
from cinder import context, objects
from cinder.tests import fake_driver

POOL_GB = 1000


class Driver(fake_driver.FakeLoggingVolumeDriver):
    def _update_volume_stats(self):
        super()._update_volume_stats()
        name = self.configuration.safe_get('volume_backend_name')
        volumes = objects.VolumeList.get_all_by_host(context.get_admin_context(), self.host)
        used = sum(volume.size for volume in volumes)
        self._stats['volume_backend_name'] = name
        self._stats['pools'][0].update(
            pool_name=name,
            total_capacity_gb=POOL_GB,
            free_capacity_gb=max(0, POOL_GB - used),
            allocated_capacity_gb=used,
            provisioned_capacity_gb=used,
            reserved_percentage=0,
            max_over_subscription_ratio=1.0,
            thin_provisioning_support=False,
            thick_provisioning_support=True,
            multiattach=True,
            replication_enabled=False,
            group_replication_enabled=False,
            backend_state='up',
        )

    def copy_image_to_volume(self, *args, **kwargs):
        pass

    def copy_volume_to_image(self, *args, **kwargs):
        pass

    def clone_image(self, *args, **kwargs):
        return {}, True

    def extend_volume(self, volume, new_size):
        pass

    def revert_to_snapshot(self, *args):
        pass

    def update_migrated_volume(self, *args):
        return {}

    def retype(self, *args):
        return True, None
