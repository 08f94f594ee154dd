import { Fault } from '../../../spec/index.ts';
import type { OpenStack } from '../openstack.ts';
import { type Fields, numberAt, textAt } from './shape.ts';

export interface Flavor {
  id: string;
  name: string;
  vcpus: number;
  /** MiB */
  ram: number;
  /** GiB; 0 where the root disk is always a volume. */
  disk: number;
}

export interface Image {
  id: string;
  name: string;
  /** The least root disk that holds it, GiB. */
  diskGiB: number;
}

const gib = 2 ** 30;

function pick(all: readonly Fields[], wanted: string, what: string): Fields {
  const found = all.find((one) => one.id === wanted) ?? all.find((one) => one.name === wanted);
  if (!found) throw new Fault('TARGET_PREREQUISITE', `没有名称或编号为 ${wanted} 的${what}`);
  return found;
}

/** The flavor of that id or name. Throws TARGET_PREREQUISITE when there is none. */
export async function findFlavor(os: OpenStack, wanted: string): Promise<Flavor> {
  const found = pick(await os.list('compute', '/flavors/detail', 'flavors'), wanted, '规格');
  return {
    id: textAt(found, 'id'),
    name: textAt(found, 'name'),
    vcpus: numberAt(found, 'vcpus'),
    ram: numberAt(found, 'ram'),
    disk: numberAt(found, 'disk'),
  };
}

/** The image of that id or name. Throws TARGET_PREREQUISITE when there is none. */
export async function findImage(os: OpenStack, wanted: string): Promise<Image> {
  const found = pick(await os.list('image', '/images', 'images'), wanted, '镜像');
  const bytes = [found.size, found.virtual_size].filter((size): size is number => typeof size === 'number');
  const minimum = typeof found.min_disk === 'number' ? found.min_disk : 0;
  return {
    id: textAt(found, 'id'),
    name: textAt(found, 'name'),
    diskGiB: Math.max(1, minimum, ...bytes.map((size) => Math.ceil(size / gib))),
  };
}

/** The network of that id or name. Throws TARGET_PREREQUISITE when there is none. */
export async function findNetwork(os: OpenStack, wanted: string): Promise<{ id: string; name: string }> {
  const found = pick(await os.list('network', '/networks', 'networks'), wanted, '网络');
  return { id: textAt(found, 'id'), name: textAt(found, 'name') };
}
