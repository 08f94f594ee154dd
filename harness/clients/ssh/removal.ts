import { Fault } from '../../../spec/index.ts';
import type { Shell } from '../ssh.ts';

const options = { asRoot: true, timeoutMs: 120_000 } as const;

async function must(shell: Shell, what: string, argv: readonly string[]): Promise<void> {
  const { code, stderr } = await shell.run(argv, options);
  if (code !== 0) throw new Fault('TARGET_STATE', `${what}：${stderr.trim().slice(0, 200)}`);
}

/** Takes away the mounts below a folder and the loop devices on files in it; what is not there is done. */
export async function freeFolder(shell: Shell, folder: string): Promise<void> {
  const mounts = (await shell.run(['cat', '/proc/mounts'])).stdout
    .split('\n')
    .map((line) => line.split(' ')[1]);
  for (const place of mounts.filter((one) => one?.startsWith(`${folder}/`)).reverse())
    await must(shell, `${place} 未能卸载`, ['umount', place!]);
  const loops = (await shell.run(['losetup', '-a'], options)).stdout;
  for (const [, device, file] of loops.matchAll(/^(\/dev\/[\w/-]+):.*\((\/.*?)(?: \(deleted\))?\)$/gm))
    if (file!.startsWith(`${folder}/`)) await must(shell, `${device} 未能释放`, ['losetup', '-d', device!]);
}

/** Removes a folder of ours with all that hangs on it. */
export async function removeFolder(shell: Shell, folder: string): Promise<void> {
  await freeFolder(shell, folder);
  await must(shell, `目录 ${folder} 未能删除`, ['rm', '-rf', '--one-file-system', folder]);
}

/** Removes a network namespace of ours with the ports in it. */
export async function removeNamespace(shell: Shell, name: string): Promise<void> {
  const { code, stderr } = await shell.run(['ip', 'netns', 'del', name], options);
  if (code !== 0 && !/No such file/.test(stderr))
    throw new Fault('TARGET_STATE', `网络命名空间 ${name} 未能删除：${stderr.trim().slice(0, 200)}`);
}
