import { Fault } from '../../../spec/index.ts';
import type { ProbeContext } from '../../probe.ts';
import { openShell, type Shell } from '../ssh.ts';
import { removeFolder } from './removal.ts';

/** A shell on the component of a probe whose role is reached over SSH. */
export function shellOf(context: ProbeContext): Shell {
  const { component } = context;
  if (component.role !== 'host' && component.role !== 'guest')
    throw new Error(`${component.role} is not reached over SSH`);
  return openShell(context, component);
}

/** Throws TARGET_UNAUTHORISED unless the account may act as root. */
export async function requireRoot(shell: Shell): Promise<void> {
  const { code, stderr } = await shell.run(['true'], { asRoot: true });
  if (code !== 0)
    throw new Fault(
      'TARGET_UNAUTHORISED',
      `登录账号不是 root，也不能免口令使用 sudo：${stderr.trim().slice(0, 200)}`,
    );
}

/** Where what a probe makes on a host stands, each under its marker. */
export const workRoot = '/var/tmp';

/** A folder of our own on the host, of root. */
export async function workFolder(context: ProbeContext, shell: Shell): Promise<string> {
  const folder = `${workRoot}/${context.marker}`;
  return context.resources.create(
    '主机目录',
    async () => {
      const { code, stderr } = await shell.run(['mkdir', '-m', '700', folder], { asRoot: true });
      if (code !== 0) throw new Fault('TARGET_PREREQUISITE', `不能建立目录 ${folder}：${stderr.trim()}`);
      return folder;
    },
    (made) => made,
    (made) => removeFolder(shell, made),
  );
}
