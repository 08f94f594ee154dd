export const fileSystems = ['ext3', 'ext4', 'xfs', 'ntfs'] as const;
export type FileSystem = (typeof fileSystems)[number];

const mib = 1024 * 1024;

export interface Kind {
  /** As small as its tool will make one. */
  bytes: number;
  /** Arguments of `mkfs.<name>` before the device. */
  make: readonly string[];
  /** Names for `mount -t`: the next is tried where the system does not know one. */
  mountAs: readonly string[];
  /** Names under which the kernel may list the mount. */
  listedAs: readonly string[];
  /** Checks without repairing. */
  check: readonly string[];
}

export const kinds: Readonly<Record<FileSystem, Kind>> = {
  ext3: {
    bytes: 64 * mib,
    make: ['-q', '-F'],
    mountAs: ['ext3'],
    listedAs: ['ext3'],
    check: ['e2fsck', '-f', '-n'],
  },
  ext4: {
    bytes: 64 * mib,
    make: ['-q', '-F'],
    mountAs: ['ext4'],
    listedAs: ['ext4'],
    check: ['e2fsck', '-f', '-n'],
  },
  xfs: {
    bytes: 320 * mib,
    make: ['-q', '-f'],
    mountAs: ['xfs'],
    listedAs: ['xfs'],
    check: ['xfs_repair', '-n'],
  },
  ntfs: {
    bytes: 64 * mib,
    make: ['-Q', '-F'],
    mountAs: ['ntfs', 'ntfs-3g', 'ntfs3'],
    listedAs: ['fuseblk', 'ntfs', 'ntfs3'],
    check: ['ntfsfix', '-n'],
  },
};
