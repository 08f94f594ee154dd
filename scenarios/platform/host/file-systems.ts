import { done, type HostModel, type Program, refuse, say } from './model.ts';

/** Making a file system; with a defect, another one than its name says. */
const make =
  (type: string): Program =>
  (words, host) => {
    const device = words.at(-1) ?? '';
    if (!host.loops.has(device)) return refuse(`mkfs.${type}: cannot open ${device}: No such device`);
    const isOther = type === 'ext3' && host.has('ext3-without-journal');
    host.volumes.set(device, { type: isOther ? 'ext2' : type, files: new Map() });
    return done;
  };

/** What the kernel names a mounted file system of that type. */
const kernelNames: Record<string, string> = { ntfs: 'fuseblk' };

const mount: Program = (words, host) => {
  const type = words[words.indexOf('-t') + 1] ?? '';
  const [device = '', folder = ''] = words.slice(-2);
  const volume = host.volumes.get(device);
  if (!volume) return refuse(`mount: ${folder}: wrong fs type, bad superblock on ${device}.`, 32);
  if (type === 'xfs' && host.has('xfs-unsupported'))
    return refuse(`mount: ${folder}: unknown filesystem type 'xfs'.`, 32);
  host.mounts.set(folder, { device, type: kernelNames[type] ?? type });
  return done;
};

const unmount: Program = (words, host) => {
  const folder = words.at(-1) ?? '';
  const mounted = host.mounts.get(folder);
  if (!mounted) return refuse(`umount: ${folder}: not mounted.`, 32);
  host.mounts.delete(folder);
  corrupt(host, host.volumes.get(mounted.device)!);
  return done;
};

function corrupt(host: HostModel, { type, files }: { type: string; files: Map<string, Buffer> }): void {
  if (type === 'ext4' && host.has('ext4-loses-data'))
    for (const [name, content] of files) files.set(name, Buffer.alloc(content.length));
  if (type === 'ntfs' && host.has('ntfs-loses-files')) files.clear();
}

const losetup: Program = (words, host) => {
  const last = words.at(-1) ?? '';
  if (words.includes('-d')) {
    host.loops.delete(last);
    host.volumes.delete(last);
    return done;
  }
  if (words.includes('-a'))
    return say([...host.loops].map(([loop, file]) => `${loop}: []: (${file})\n`).join(''));
  let number = 0;
  while (host.loops.has(`/dev/loop${number}`)) number += 1;
  host.loops.set(`/dev/loop${number}`, last);
  return say(`/dev/loop${number}\n`);
};

/** Programs by which file systems are made, mounted and checked. */
export const fileSystemPrograms: Record<string, Program> = {
  losetup,
  mount,
  umount: unmount,
  'mkfs.ext3': make('ext3'),
  'mkfs.ext4': make('ext4'),
  'mkfs.xfs': make('xfs'),
  'mkfs.ntfs': make('ntfs'),
  blkid: (words, host) => {
    const volume = host.volumes.get(words.at(-1) ?? '');
    return volume ? say(`${volume.type}\n`) : { code: 2 };
  },
  e2fsck: () => done,
  xfs_repair: () => done,
  ntfsfix: () => done,
};
