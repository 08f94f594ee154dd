import { createHash } from 'node:crypto';
import { done, type HostModel, type Program, placeOf, refuse, say } from './model.ts';

const mountTable = (host: HostModel) =>
  [...host.mounts]
    .map(([folder, { device, type }]) => `${device} ${folder} ${type} rw,relatime 0 0\n`)
    .join('');

/** Files that the kernel or the distribution makes up. */
const special: Record<string, (host: HostModel) => string> = {
  '/proc/cpuinfo': (host) => host.cpuinfo,
  '/proc/mounts': mountTable,
  '/etc/os-release': (host) => host.release,
};

const operands = (words: readonly string[]) => words.slice(1).filter((word) => !word.startsWith('-'));

/** A file system of the model holds so much and not more. */
const capacity = 8 * 1024 * 1024;

const dd: Program = (words, host, stdin) => {
  const option = (name: string) => words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
  const target = option('of') ?? '';
  const { files, name } = placeOf(host, target);
  if (option('if') !== '/dev/zero') {
    files.set(name, stdin);
    return done;
  }
  const used = [...files.values()].reduce((sum, { length }) => sum + length, 0);
  files.set(name, Buffer.alloc(Math.max(0, capacity - used)));
  return refuse(`dd: error writing '${target}': No space left on device`);
};

const mv: Program = (words, host) => {
  const [from = '', to = ''] = operands(words).map((path) => placeOf(host, path));
  if (from === '' || to === '') return refuse('mv: missing file operand');
  const content = from.files.get(from.name);
  if (!content) return refuse(`mv: cannot stat '${from.name}': No such file or directory`);
  from.files.delete(from.name);
  to.files.set(to.name, content);
  return done;
};

const rm: Program = (words, host) => {
  for (const path of operands(words)) {
    const { files, name } = placeOf(host, path);
    files.delete(name);
    for (const all of [host.folders, files])
      for (const inner of [...all.keys()])
        if (inner === path || inner.startsWith(`${path}/`)) all.delete(inner);
  }
  return done;
};

/** Programs on files, of which every system has them. */
export const filePrograms: Record<string, Program> = {
  cat: (words, host) => {
    const [path = ''] = operands(words);
    const made = special[path];
    if (made) return say(made(host));
    const { files, name } = placeOf(host, path);
    const content = files.get(name);
    return content ? { code: 0, stdout: content } : refuse(`cat: ${path}: No such file or directory`);
  },
  dd,
  mv,
  rm,
  mkdir: (words, host) => {
    for (const path of operands(words)) host.folders.add(path);
    return done;
  },
  ls: (words, host) => {
    const root = `${operands(words)[0] ?? ''}/`;
    const inside = [...host.folders, ...host.files.keys()].filter((path) => path.startsWith(root));
    const names = new Set(inside.map((path) => path.slice(root.length).split('/')[0]));
    return say([...names].map((name) => `${name}\n`).join(''));
  },
  sync: () => done,
  test: (words, host) => {
    const { files, name } = placeOf(host, words.at(-1) ?? '');
    return { code: files.has(name) ? 0 : 1 };
  },
  truncate: (words, host) => {
    host.files.set(words.at(-1) ?? '', Buffer.alloc(0));
    return done;
  },
  sha256sum: (_, host, stdin) => {
    const digest = createHash('sha256').update(stdin).digest('hex');
    // A system of another architecture that is made to run anyway, and computes wrongly.
    return say(`${host.has('host-miscalculates') ? [...digest].reverse().join('') : digest}  -\n`);
  },
};
