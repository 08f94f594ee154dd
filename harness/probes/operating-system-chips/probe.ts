import { createHash } from 'node:crypto';
import { Fault, type Measurement } from '../../../spec/index.ts';
import { shellOf } from '../../clients/ssh/host-shell.ts';
import type { Shell } from '../../clients/ssh.ts';
import type { Probe, ProbeContext } from '../../probe.ts';
import { processorIn, releaseIn } from './chip.ts';

const notFound = 127;
/** Products of two of these are what the host factors. */
const primes = [1_000_003, 1_299_709, 1_499_977, 2_750_159, 15_485_863];
const digestedBytes = 256 * 1024;

/** On which of the domestic processors the system of this host runs, and whether it computes rightly there. */
export const probe: Probe = {
  id: 'operating-system-chips',
  version: 1,
  async gather(context) {
    const shell = shellOf(context);
    const measurements: Measurement[] = [];
    const cpuinfo = await shell.get('/proc/cpuinfo');
    const processor = cpuinfo && processorIn(Buffer.from(cpuinfo).toString('utf8'));
    if (!processor) throw new Fault('TARGET_GARBAGE', `${context.component.endpoint}：读不出处理器型号`);
    const machine = (await shell.run(['uname', '-m'])).stdout.trim();
    context.step('读出处理器', `${processor.name}，架构 ${machine}`);
    const released = await shell.get('/etc/os-release');
    const release = released && releaseIn(Buffer.from(released).toString('utf8'));
    if (release) {
      context.step('读出系统发行标识', release);
      measurements.push({ measurand: 'release', values: [release] });
    }
    if (processor.chip === undefined) {
      context.note(
        `${context.component.id} 的处理器（${processor.name}）不在所列国产芯片之内，未对任何一种得出结果`,
      );
      return { measurements };
    }
    if (await isEmulated(shell)) {
      context.note(`${context.component.id} 是由软件模拟处理器的虚拟机，不能证明系统在该芯片上运行`);
      return { measurements };
    }
    const works = await computes(context, shell);
    if (works === undefined) context.note(`${context.component.id} 没有可用于自检的系统程序，未得出结果`);
    else measurements.push({ measurand: `runs-on-${processor.chip}`, values: [works] });
    return { measurements };
  },
};

/** A virtual machine whose processor is software shows whatever processor it was told to. */
async function isEmulated(shell: Shell): Promise<boolean> {
  const { stdout } = await shell.run(['systemd-detect-virt', '--vm']);
  return stdout.trim() === 'qemu';
}

/** Two of the system's own programs on data drawn now; undefined when the host has neither. */
async function computes(context: ProbeContext, shell: Shell): Promise<boolean | undefined> {
  const draw = () => primes[Math.floor(context.random() * primes.length)]!;
  const factors = [draw(), draw()].sort((a, b) => a - b);
  const product = factors[0]! * factors[1]!;
  const data = Buffer.from(Array.from({ length: digestedBytes }, () => Math.floor(context.random() * 256)));
  const tasks = [
    { argv: ['factor', String(product)], expected: `${product}: ${factors.join(' ')}` },
    { argv: ['sha256sum'], stdin: data, expected: `${createHash('sha256').update(data).digest('hex')}  -` },
  ];
  const results: boolean[] = [];
  for (const { argv, expected, stdin } of tasks) {
    const { code, stdout } = await shell.run(argv, stdin ? { stdin } : {});
    if (code === notFound) continue;
    const isRight = code === 0 && stdout.trim() === expected;
    context.step(
      `自检：${argv[0]}`,
      isRight ? '结果正确' : `退出码 ${code}，得 ${stdout.trim()}，应为 ${expected}`,
    );
    results.push(isRight);
  }
  return results.length === 0 ? undefined : results.every(Boolean);
}
