import type { Asset } from '../../spec/index.ts';
import type { CloudProfile } from './profile.ts';
import { type BmcMachine, systemPath } from './redfish-resources.ts';

/** Every machine of the profile, with the serial that its controller tells. */
export function machinesOf(profile: CloudProfile): (BmcMachine & Pick<Asset, 'purpose' | 'replicaFactor'>)[] {
  return profile.machines.flatMap((model, kind) =>
    Array.from({ length: model.count }, (_, i) => ({
      serial: `BS${kind + 1}${String(i + 1).padStart(5, '0')}`,
      model: model.model,
      purpose: model.purpose,
      sockets: model.sockets,
      cores: model.sockets * model.cores,
      threads: model.sockets * model.cores * model.threadsPerCore,
      memoryBytes: model.memoryBytes,
      diskBytes: model.disks.count * model.disks.bytes,
      replicaFactor: model.replicaFactor,
      processor: model.processor,
      drives: model.disks,
    })),
  );
}

const excessiveCopies = 12;

/** The list that the supplier hands in: the machines as they are, or as a defect has them written down. */
export function assetsOf(
  profile: CloudProfile,
  has: (defect: string) => boolean,
  controller: string,
): Asset[] {
  return machinesOf(profile).map(({ processor: _, drives: __, ...machine }, index) => ({
    ...machine,
    diskBytes: has('assets-overstated') ? machine.diskBytes * 1.5 : machine.diskBytes,
    replicaFactor:
      has('storage-copies-excessive') && machine.purpose === 'storage'
        ? excessiveCopies
        : machine.replicaFactor,
    controllerUrl: `${controller}${systemPath(machine.serial)}`,
    row: index + 2,
  }));
}
