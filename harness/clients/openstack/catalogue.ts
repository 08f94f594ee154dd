import { Fault } from '../../../spec/index.ts';
import { type Fields, listAt, textAt } from './shape.ts';

export type ServiceName =
  | 'compute'
  | 'block-storage'
  | 'image'
  | 'network'
  | 'placement'
  | 'identity'
  | 'object-store';

interface ServiceKind {
  /** Types under which catalogues list it, preferred first. */
  types: string[];
  label: string;
  /** What an endpoint without a version in its path lacks. */
  version?: (projectId: string) => string;
  /** Its name in the OpenStack-API-Version header. */
  microversion?: string;
}

export const services: Record<ServiceName, ServiceKind> = {
  compute: { types: ['compute'], label: '计算', version: () => '/v2.1', microversion: 'compute' },
  'block-storage': {
    types: ['block-storage', 'volumev3', 'volume'],
    label: '块存储',
    version: (projectId) => `/v3/${projectId}`,
    microversion: 'volume',
  },
  image: { types: ['image'], label: '镜像', version: () => '/v2' },
  network: { types: ['network'], label: '网络', version: () => '/v2.0' },
  placement: { types: ['placement'], label: '资源登记', microversion: 'placement' },
  identity: { types: ['identity'], label: '身份', version: () => '/v3' },
  'object-store': { types: ['object-store'], label: '对象存储' },
};

export interface CatalogueChoice {
  region?: string | undefined;
  interface?: string | undefined;
  projectId: string;
}

/** The base address of a service as the catalogue names it, scheme and host untouched; undefined when it is not listed. */
export function endpointOf(
  catalogue: readonly Fields[],
  service: ServiceName,
  choice: CatalogueChoice,
): string | undefined {
  const kind = services[service];
  for (const type of kind.types) {
    const endpoints = catalogue
      .filter((entry) => entry.type === type)
      .flatMap((entry) => listAt(entry, 'endpoints'));
    const found = endpoints.find(
      (endpoint) =>
        endpoint.interface === (choice.interface ?? 'public') &&
        (choice.region === undefined || (endpoint.region_id ?? endpoint.region) === choice.region),
    );
    if (found) return withVersion(textAt(found, 'url'), kind, choice.projectId);
  }
  return undefined;
}

function withVersion(address: string, kind: ServiceKind, projectId: string): string {
  const base = address.replace(/\/+$/, '');
  let path: string;
  try {
    path = new URL(base).pathname;
  } catch {
    throw new Fault('TARGET_GARBAGE', `服务目录中${kind.label}服务的地址无效：${address}`);
  }
  return kind.version && !/\/v\d/.test(path) ? base + kind.version(projectId) : base;
}
