import { computeMicroversion, markerKey } from '../../clients/openstack/servers.ts';
import type { TenantAction } from '../../clients/openstack/tenancy.ts';

/** What an account that may only read must not make: one of each kind. */
export function creations(flavorId: string, imageId: string): TenantAction[] {
  return [
    {
      id: 'server-create',
      label: '申请云主机',
      kind: 'server',
      makes: { kind: '云主机', key: 'server', service: 'compute', path: '/servers' },
      request: ({ network }, _, marker) => ({
        service: 'compute',
        method: 'POST',
        path: '/servers',
        microversion: computeMicroversion,
        body: {
          server: {
            name: `${marker}-made`,
            metadata: { [markerKey]: marker },
            flavorRef: flavorId,
            imageRef: imageId,
            networks: [{ uuid: network }],
          },
        },
      }),
    },
    {
      id: 'volume-create',
      label: '申请云硬盘',
      kind: 'volume',
      makes: { kind: '云硬盘', key: 'volume', service: 'block-storage', path: '/volumes' },
      request: (_, __, marker) => ({
        service: 'block-storage',
        method: 'POST',
        path: '/volumes',
        body: { volume: { name: `${marker}-made`, size: 1 } },
      }),
    },
    {
      id: 'network-create',
      label: '建网络',
      kind: 'network',
      makes: { kind: '网络', key: 'network', service: 'network', path: '/networks' },
      request: (_, __, marker) => ({
        service: 'network',
        method: 'POST',
        path: '/networks',
        body: { network: { name: `${marker}-made` } },
      }),
    },
    imageCreation,
  ];
}

export const imageCreation: TenantAction = {
  id: 'image-create',
  label: '登记镜像',
  kind: 'image',
  makes: { kind: '镜像', key: '', service: 'image', path: '/images' },
  request: (_, __, marker) => ({
    service: 'image',
    method: 'POST',
    path: '/images',
    body: { name: `${marker}-made`, disk_format: 'raw', container_format: 'bare', visibility: 'private' },
  }),
};
