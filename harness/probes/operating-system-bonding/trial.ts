import { Fault } from '../../../spec/index.ts';
import { removeNamespace } from '../../clients/ssh/removal.ts';
import type { CommandAnswer, Shell } from '../../clients/ssh.ts';
import { type ProbeContext, pause } from '../../probe.ts';
import { arrivalsIn, flowed, longestGap } from './flow.ts';

export const modes = [
  'balance-rr',
  'active-backup',
  'balance-xor',
  'broadcast',
  '802.3ad',
  'balance-tlb',
  'balance-alb',
] as const;
export type Mode = (typeof modes)[number];

/** A host takes ten sessions over one connection: the flows have one of their own. */
export interface Shells {
  orders: Shell;
  flows: Shell;
}

export interface Trial {
  works: boolean;
  why: string;
  gapMs?: number | undefined;
}

const notFound = 127;
/** By which the kernel or its tool says that it has no such thing; anything else is a hindrance, not an answer. */
const unknown = /unknown device type|not supported|is wrong|invalid/i;
const members = ['p0', 'p1'];
/** For benchmarks (RFC 2544); nothing outside of the two namespaces has it. */
const addresses = ['198.18.0.1', '198.18.0.2'] as const;
const readyTries = 12;
const before = 400;
const down = 1_200;
const after = 500;
/** At the end of the time in which a member is down, the flow must be there again. */
const tailSeconds = 0.5;

const asRoot = { asRoot: true } as const;
const said = ({ stderr, stdout, code }: CommandAnswer) =>
  (stderr.trim() || stdout.trim() || `退出码 ${code}`).split('\n')[0]!.slice(0, 200);

async function must(
  shell: Shell,
  what: string,
  argv: readonly string[],
  stdin?: string,
): Promise<CommandAnswer> {
  const answer = await shell.run(argv, stdin === undefined ? asRoot : { ...asRoot, stdin });
  if (answer.code === notFound) throw new Fault('TARGET_PREREQUISITE', `${what}：主机未装 ${argv[0]}`);
  if (answer.code !== 0) throw new Fault('TARGET_PREREQUISITE', `${what}：${said(answer)}`);
  return answer;
}

async function namespace(context: ProbeContext, { orders }: Shells, name: string): Promise<string> {
  return context.resources.create(
    '网络命名空间',
    async () => {
      await must(orders, '不能建立网络命名空间', ['ip', 'netns', 'add', name]);
      return name;
    },
    (made) => made,
    (made) => removeNamespace(orders, made),
  );
}

/** Bonds two pairs of virtual ports in one mode and cuts a member under a steady flow. */
export async function tryMode(context: ProbeContext, shells: Shells, mode: Mode): Promise<Trial> {
  const { orders } = shells;
  const short = mode.replace(/[^a-z0-9]/g, '');
  const near = await namespace(context, shells, `${context.marker}-${short}-a`);
  const far = await namespace(context, shells, `${context.marker}-${short}-b`);
  for (const member of members)
    await must(orders, '不能建立虚拟网口对', [
      'ip',
      'link',
      'add',
      'name',
      member,
      'netns',
      near,
      'type',
      'veth',
      'peer',
      'name',
      member,
      'netns',
      far,
    ]);
  for (const [index, side] of [near, far].entries()) {
    const refused = await bond(orders, side, mode, addresses[index]!);
    if (refused !== undefined) return { works: false, why: `不能配置：${refused}` };
  }
  const read = await orders.run(
    ['ip', 'netns', 'exec', near, 'cat', '/sys/class/net/bond0/bonding/mode'],
    asRoot,
  );
  const actual = modes.find((one) => one === read.stdout.trim().split(' ')[0]);
  if (actual === undefined)
    throw new Fault('TARGET_GARBAGE', `${context.component.endpoint}：读不出聚合模式：${said(read)}`);
  if (actual !== mode) return { works: false, why: `内核读出的模式为 ${actual}` };
  for (let tries = 1; !(await reaches(orders, near)); tries++)
    if (tries === readyTries) return { works: false, why: '两个成员口都在时流量不通' };
  return cutUnderFlow(context, shells, near);
}

/** Why the system will not bond in this mode; undefined when it did. */
async function bond(orders: Shell, side: string, mode: Mode, address: string): Promise<string | undefined> {
  const options = mode === '802.3ad' ? ['lacp_rate', 'fast'] : [];
  const added = await orders.run(
    ['ip', '-n', side, 'link', 'add', 'bond0', 'type', 'bond', 'mode', mode, 'miimon', '50', ...options],
    asRoot,
  );
  if (added.code !== 0 && !unknown.test(said(added)))
    throw new Fault('TARGET_STATE', `${mode}：不能建立聚合口：${said(added)}`);
  if (added.code !== 0) return said(added);
  const lines = [
    ...members.map((member) => `link set ${member} master bond0`),
    `addr add ${address}/30 dev bond0`,
    'link set bond0 up',
  ];
  const set = await orders.run(['ip', '-n', side, '-batch', '-'], {
    ...asRoot,
    stdin: `${lines.join('\n')}\n`,
  });
  return set.code === 0 ? undefined : said(set);
}

const ping = (side: string, ...options: string[]) => [
  ...['ip', 'netns', 'exec', side, 'ping', '-n', '-D', ...options],
  addresses[1],
];

async function reaches(orders: Shell, side: string): Promise<boolean> {
  const answer = await orders.run(ping(side, '-c', '1', '-W', '1'), asRoot);
  if (answer.code === notFound || answer.code > 1)
    throw new Fault('TARGET_PREREQUISITE', `主机上没有可用的 ping：${said(answer)}`);
  return answer.code === 0;
}

async function cutUnderFlow(context: ProbeContext, { orders, flows }: Shells, side: string): Promise<Trial> {
  const running = flows.run(ping(side, '-i', '0.02', '-W', '1', '-w', '60'), {
    ...asRoot,
    timeoutMs: 90_000,
  });
  // Awaited at the end; what goes wrong meanwhile must not be an unhandled rejection.
  running.catch(() => undefined);
  const clock = async () => Number((await orders.run(['date', '+%s.%N'])).stdout.trim());
  await pause(before, context.signal);
  await must(orders, '不能断开成员口', ['ip', '-n', side, 'link', 'set', members[0]!, 'down']);
  await pause(down, context.signal);
  const restored = await clock();
  await must(orders, '不能恢复成员口', ['ip', '-n', side, 'link', 'set', members[0]!, 'up']);
  await pause(after, context.signal);
  const ended = await clock();
  const pids = (await orders.run(['ip', 'netns', 'pids', side], asRoot)).stdout.split(/\s+/).filter(Boolean);
  if (pids.length > 0) await orders.run(['kill', '-INT', ...pids], asRoot);
  const flow = arrivalsIn((await running).stdout);
  if (!Number.isFinite(restored) || !Number.isFinite(ended))
    throw new Fault('TARGET_GARBAGE', `${context.component.endpoint}：读不出主机时间`);
  const gapMs = longestGap(flow);
  if (!flowed(flow, restored - tailSeconds, restored)) return { works: false, why: '断开一口后流量没有继续' };
  if (!flowed(flow, ended - tailSeconds, ended)) return { works: false, why: '恢复该口后流量中断' };
  return { works: true, why: `断开一口后流量继续，最长间断 ${gapMs} 毫秒`, gapMs };
}
