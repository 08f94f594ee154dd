import { type Asset, isTargetFault, type ManagementControllerComponent } from '../../../spec/index.ts';
import { BoundedHttpClient } from '../../clients/http.ts';
import { type MachineInventory, type RedfishAccess, readMachine } from '../../clients/redfish.ts';
import type { ProbeContext } from '../../probe.ts';

interface Comparison {
  item: string;
  listed: string | number;
  /** Absent when the controller does not tell. */
  read?: string | number;
  agrees?: boolean;
}
/** One drawn machine: compared in every item, or why not. */
export interface MachineReading {
  serial: string;
  row: number;
  controllerUrl?: string;
  comparisons: Comparison[];
  fault?: string;
}

/** GiB are told rounded, and firmware keeps some for itself. */
const capacityTolerance = 0.01;
const sideBySide = 4;

/** Reads the drawn machines from their controllers. Throws TARGET_UNAUTHORISED; other faults stay with their machine. */
export async function readMachines(
  context: ProbeContext,
  controller: ManagementControllerComponent,
  drawn: readonly Asset[],
): Promise<MachineReading[]> {
  // A client of its own: the controllers may have another CA than the platform.
  const http = new BoundedHttpClient({
    ca: context.ca(controller),
    signal: context.signal,
    permit: context.permit,
  });
  const access: RedfishAccess = {
    http,
    username: controller.credentials.username,
    password: context.secret(controller.credentials.password),
    origin: new URL(controller.endpoint).origin,
  };
  const readings: MachineReading[] = new Array(drawn.length);
  let next = 0;
  const work = async () => {
    while (next < drawn.length) {
      const index = next++;
      readings[index] = await readOne(context, access, drawn[index] as Asset);
    }
  };
  try {
    await Promise.all(Array.from({ length: sideBySide }, work));
  } finally {
    await http.close();
  }
  return readings;
}

async function readOne(context: ProbeContext, access: RedfishAccess, asset: Asset): Promise<MachineReading> {
  const reading: MachineReading = { serial: asset.serial, row: asset.row, comparisons: [] };
  if (asset.controllerUrl === undefined) return { ...reading, fault: '清单未填带外地址' };
  reading.controllerUrl = asset.controllerUrl;
  if (new URL(asset.controllerUrl).origin !== access.origin) {
    context.note(
      `第 ${asset.row} 行设备 ${asset.serial} 的带外地址与目标文件所列管理控制器不同源，账号口令不予发往，未读取。`,
    );
    return { ...reading, fault: '带外地址与目标文件所列管理控制器不同源' };
  }
  try {
    const inventory = await readMachine(access, asset.controllerUrl);
    context.step(`读取设备 ${asset.serial}`, asset.controllerUrl);
    return { ...reading, comparisons: compare(asset, inventory) };
  } catch (error) {
    if (context.signal.aborted || !isTargetFault(error) || error.code === 'TARGET_UNAUTHORISED') throw error;
    context.step(`读取设备 ${asset.serial} 未成`, error.message);
    return { ...reading, fault: error.message };
  }
}

function compare(asset: Asset, read: MachineInventory): Comparison[] {
  const comparison = <T extends string | number>(
    item: string,
    listed: T,
    found: T | undefined,
    agrees: (found: T) => boolean,
  ): Comparison => ({ item, listed, ...(found === undefined ? {} : { read: found, agrees: agrees(found) }) });
  const drives = read.drives?.reduce((sum, bytes) => sum + bytes, 0);
  return [
    comparison(
      '序列号',
      asset.serial,
      read.serial,
      (found) => found.toUpperCase() === asset.serial.toUpperCase(),
    ),
    comparison('核数', asset.cores, read.cores, (found) => found === asset.cores),
    comparison('线程数', asset.threads, read.threads, (found) => found === asset.threads),
    comparison(
      '内存（字节）',
      asset.memoryBytes,
      read.memoryBytes,
      (found) => Math.abs(found - asset.memoryBytes) <= asset.memoryBytes * capacityTolerance,
    ),
    // The list counts data disks only, the controller also those a machine boots from.
    comparison(
      '磁盘（字节，不少于清单）',
      asset.diskBytes,
      drives,
      (found) => found >= asset.diskBytes * (1 - capacityTolerance),
    ),
  ];
}

export const disagrees = (reading: MachineReading) =>
  reading.comparisons.some(({ agrees }) => agrees === false);
/** Whether every item was read and agrees. */
export const agrees = (reading: MachineReading) =>
  reading.comparisons.length > 0 && reading.comparisons.every((comparison) => comparison.agrees === true);
