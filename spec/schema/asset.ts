/** One machine of the supplier's asset list. Capacities are declared on paper until an inventory confirms them. */
export interface Asset {
  serial: string;
  model: string;
  /** What the machine is for; the sample is stratified by it. */
  purpose: 'compute' | 'storage' | 'mixed';
  sockets: number;
  /** Physical cores of the whole machine. */
  cores: number;
  /** Hardware threads of the whole machine. */
  threads: number;
  memoryBytes: number;
  /** Sum of data disks. */
  diskBytes: number;
  /** Copies kept of each byte, or (k+m)/k of an erasure code; usable = raw / factor. */
  replicaFactor: number;
  /** URL of the machine's Redfish ComputerSystem. */
  controllerUrl?: string;
  /** Row in the sheet, for complaints. */
  row: number;
}
export interface AssetList {
  file: string;
  digest: string;
  assets: Asset[];
}
