/** What a program of the modelled host does: nothing of the machine below is ever touched. */
export interface Reply {
  code: number;
  stdout?: string | Uint8Array;
  stderr?: string;
}
export type Program = (words: readonly string[], host: HostModel, stdin: Buffer) => Reply | Promise<Reply>;

/** What a block device carries once a file system was made on it. */
export interface Volume {
  /** As the tool that reads it from the device says. */
  type: string;
  files: Map<string, Buffer>;
}

/** One network namespace: its bond, and when a member of it went down or up. */
export interface Namespace {
  mode?: string;
  changes: { at: number; isUp: boolean }[];
  /** Ends the flow that runs in it. */
  stop?: () => void;
}

export interface HostModel {
  name: string;
  has(defect: string): boolean;
  /** The text of /etc/os-release and of /proc/cpuinfo. */
  release: string;
  cpuinfo: string;
  architecture: string;
  files: Map<string, Buffer>;
  folders: Set<string>;
  /** Loop device -> the file behind it. */
  loops: Map<string, string>;
  /** Device -> what is on it. */
  volumes: Map<string, Volume>;
  /** Folder -> the device mounted there, and the type that the kernel names. */
  mounts: Map<string, { device: string; type: string }>;
  namespaces: Map<string, Namespace>;
}

export const done: Reply = { code: 0 };
export const say = (stdout: string): Reply => ({ code: 0, stdout });
export const refuse = (stderr: string, code = 1): Reply => ({ code, stderr: `${stderr}\n` });

/** The files and the name by which a path is known: those of the volume that is mounted above it, or the host's own. */
export function placeOf(host: HostModel, path: string): { files: Map<string, Buffer>; name: string } {
  for (const [folder, { device }] of host.mounts) {
    if (!path.startsWith(`${folder}/`)) continue;
    return { files: host.volumes.get(device)!.files, name: path.slice(folder.length + 1) };
  }
  return { files: host.files, name: path };
}
