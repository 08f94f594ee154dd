import type { Measurement } from '../../../spec/index.ts';
import { requireRoot, shellOf, workFolder } from '../../clients/ssh/host-shell.ts';
import type { Probe } from '../../probe.ts';
import { fileSystems } from './kinds.ts';
import { tryFileSystem } from './trial.ts';

/** Which file systems the system of a host can make, mount and use without losing anything. */
export const probe: Probe = {
  id: 'operating-system-file-systems',
  version: 1,
  async gather(context) {
    const shell = shellOf(context);
    await requireRoot(shell);
    const folder = await workFolder(context, shell);
    const measurements: Measurement[] = [];
    for (const name of fileSystems) {
      const { works, why } = await tryFileSystem(context, shell, folder, name);
      context.step(`文件系统 ${name}`, why);
      if (works === undefined) context.note(`${name}：${why}，没有试成，不作结论`);
      else measurements.push({ measurand: `${name}-works`, values: [works] });
    }
    return { measurements };
  },
};
