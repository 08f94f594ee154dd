import type { Asset } from '../../spec/index.ts';

/** A machine as the stand-in controllers know it. */
export type BmcMachine = Pick<
  Asset,
  'serial' | 'model' | 'sockets' | 'cores' | 'threads' | 'memoryBytes' | 'diskBytes'
> & {
  processor?: string;
  /** Data disks; one of all capacity when left out. */
  drives?: { count: number; bytes: number; model: string };
};

const gib = 1024 ** 3;
export const root = '/redfish/v1';
/** Path of a machine's ComputerSystem. */
export const systemPath = (serial: string) => `${root}/Systems/${encodeURIComponent(serial)}`;

/** A machine's data disks. */
export function drivesOf({ drives, diskBytes }: BmcMachine): { count: number; bytes: number; model: string } {
  return drives ?? { count: diskBytes > 0 ? 1 : 0, bytes: diskBytes, model: 'HUS728T8TALE6L4' };
}

export const link = (path: string) => ({ '@odata.id': path });
export const collection = (path: string, kind: string, members: string[]) => ({
  '@odata.type': `#${kind}Collection.${kind}Collection`,
  ...link(path),
  Name: `${kind} Collection`,
  'Members@odata.count': members.length,
  Members: members.map(link),
});

/** Every Redfish resource of one machine by its path. `listed` names its place, `actual` what stands there. */
export function* resourcesOf(listed: BmcMachine, actual: BmcMachine): Generator<[string, object]> {
  const path = systemPath(listed.serial);
  const status = { State: 'Enabled', Health: 'OK' };
  const processor = actual.processor ?? 'Hygon C86 7385 32-core Processor';
  const sockets = Array.from({ length: actual.sockets }, (_, index) => `${path}/Processors/CPU${index}`);
  yield [
    path,
    {
      '@odata.type': '#ComputerSystem.v1_13_0.ComputerSystem',
      ...link(path),
      Id: listed.serial,
      Name: 'System',
      SystemType: 'Physical',
      Manufacturer: 'Stand-in',
      Model: actual.model,
      SerialNumber: actual.serial,
      PowerState: 'On',
      Status: status,
      ProcessorSummary: {
        Count: actual.sockets,
        CoreCount: actual.cores,
        LogicalProcessorCount: actual.threads,
        Model: processor,
        Status: status,
      },
      MemorySummary: { TotalSystemMemoryGiB: actual.memoryBytes / gib, Status: status },
      Processors: link(`${path}/Processors`),
      Storage: link(`${path}/Storage`),
    },
  ];
  yield [`${path}/Processors`, collection(`${path}/Processors`, 'Processor', sockets)];
  for (const [index, socket] of sockets.entries()) {
    yield [
      socket,
      {
        '@odata.type': '#Processor.v1_11_0.Processor',
        ...link(socket),
        Id: `CPU${index}`,
        Name: `Processor ${index}`,
        Socket: `CPU ${index}`,
        ProcessorType: 'CPU',
        Model: processor,
        TotalCores: actual.cores / actual.sockets,
        TotalThreads: actual.threads / actual.sockets,
        Status: status,
      },
    ];
  }
  const data = drivesOf(actual);
  const controllers = [
    { id: 'Boot', drives: Array(2).fill({ bytes: 480e9, model: 'INTEL SSDSC2KB48' }) },
    { id: 'RAID1', drives: Array(data.count).fill({ bytes: data.bytes, model: data.model }) },
  ] as { id: string; drives: { bytes: number; model: string }[] }[];
  const storage = `${path}/Storage`;
  yield [
    storage,
    collection(
      storage,
      'Storage',
      controllers.map(({ id }) => `${storage}/${id}`),
    ),
  ];
  for (const { id, drives } of controllers) {
    const paths = drives.map((_, index) => `${storage}/${id}/Drives/Disk${index}`);
    yield [
      `${storage}/${id}`,
      {
        '@odata.type': '#Storage.v1_10_0.Storage',
        ...link(`${storage}/${id}`),
        Id: id,
        Name: `Storage ${id}`,
        'Drives@odata.count': paths.length,
        Drives: paths.map(link),
        Status: status,
      },
    ];
    for (const [index, drive] of drives.entries()) {
      const at = paths[index] ?? '';
      yield [
        at,
        {
          '@odata.type': '#Drive.v1_12_0.Drive',
          ...link(at),
          Id: `Disk${index}`,
          Name: `Disk ${index}`,
          Model: drive.model,
          SerialNumber: `${actual.serial}${id.slice(0, 1)}${index}`,
          CapacityBytes: drive.bytes,
          MediaType: id === 'Boot' ? 'SSD' : 'HDD',
          Protocol: 'SATA',
          Status: status,
        },
      ];
    }
  }
}
