import { done, type HostModel, type Namespace, type Program, type Reply, refuse, say } from './model.ts';

const everyMs = 20;
const usualFailoverMs = 60;
const slowFailoverMs = 700;

/** Answers that a steady flow got between two instants, as `ping -D` prints them. */
function answersOf(host: HostModel, space: Namespace, from: number, to: number): string {
  const failoverMs = host.has('bonding-slow-failover') ? slowFailoverMs : usualFailoverMs;
  const isLost = (at: number) => {
    const last = space.changes.findLast((change) => change.at <= at);
    if (!last || last.isUp) return false;
    return host.has('bonding-without-failover') || at - last.at < failoverMs;
  };
  const lines: string[] = [];
  for (let at = from, sequence = 1; at < to; at += everyMs, sequence++)
    if (!isLost(at))
      lines.push(
        `[${(at / 1000).toFixed(6)}] 64 bytes from 198.18.0.2: icmp_seq=${sequence} ttl=64 time=0.05 ms`,
      );
  return `${lines.join('\n')}\n`;
}

function ping(words: readonly string[], host: HostModel, space: Namespace): Reply | Promise<Reply> {
  const from = Date.now();
  if (words.includes('-c')) return say(answersOf(host, space, from, from + 1));
  return new Promise((resolve) => {
    space.stop = () => resolve(say(answersOf(host, space, from, Date.now())));
  });
}

function addBond(words: readonly string[], host: HostModel, space: Namespace): Reply {
  const mode = words[words.indexOf('mode') + 1] ?? '';
  if (host.has('bonding-single-mode') && mode !== 'active-backup')
    return refuse('Error: argument "mode" is wrong: invalid mode', 2);
  space.mode = mode;
  return done;
}

function inNamespace(words: readonly string[], host: HostModel): Reply | Promise<Reply> {
  const [, , , name = '', program, ...rest] = words;
  const space = host.namespaces.get(name);
  if (!space) return refuse(`Cannot open network namespace "${name}": No such file or directory`);
  if (program === 'ping') return ping(rest, host, space);
  return space.mode === undefined ? refuse('cat: No such file or directory') : say(`${space.mode} 1\n`);
}

const ip: Program = (words, host) => {
  const [, object, verb, name = ''] = words;
  if (object === 'netns') {
    if (verb === 'add') host.namespaces.set(name, { changes: [] });
    else if (verb === 'del') host.namespaces.delete(name);
    else if (verb === 'list') return say([...host.namespaces.keys()].map((one) => `${one}\n`).join(''));
    else if (verb === 'exec') return inNamespace(words, host);
    else if (verb === 'pids') return say(host.namespaces.get(name)?.stop ? `${pidOf(host, name)}\n` : '');
    return done;
  }
  const space = object === '-n' ? host.namespaces.get(verb ?? '') : undefined;
  if (space && words.includes('bond')) return addBond(words, host, space);
  if (space && words.includes('set')) space.changes.push({ at: Date.now(), isUp: words.at(-1) === 'up' });
  return done;
};

const firstPid = 4000;
const pidOf = (host: HostModel, name: string) => firstPid + [...host.namespaces.keys()].indexOf(name);

/** Programs of the network, and of what bonding is tried with. */
export const bondingPrograms: Record<string, Program> = {
  ip,
  date: () => say(`${(Date.now() / 1000).toFixed(9)}\n`),
  kill: (words, host) => {
    for (const [name, space] of host.namespaces)
      if (words.includes(String(pidOf(host, name)))) space.stop?.();
    return done;
  },
};
