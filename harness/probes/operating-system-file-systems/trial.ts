import { Fault } from '../../../spec/index.ts';
import { freeFolder } from '../../clients/ssh/removal.ts';
import type { CommandAnswer, RunOptions, Shell } from '../../clients/ssh.ts';
import type { ProbeContext } from '../../probe.ts';
import { type FileSystem, kinds } from './kinds.ts';

const notFound = 127;
const contentBytes = 192 * 1024;
const patience = 120_000;

/** What came of one file system; `works` is undefined when it could not be tried. */
export interface Trial {
  works: boolean | undefined;
  why: string;
}

const trials = new WeakMap<Error, Trial>();

/** Ends a trial where the system did not get a step done, or could not be asked to. */
function failed(works: false | undefined, why: string): Error {
  const error = new Error(why);
  trials.set(error, { works, why });
  return error;
}

/** Makes a file system on a loop device, uses it until it is full, checks it, and reads it back after mounting anew. */
export async function tryFileSystem(
  context: ProbeContext,
  shell: Shell,
  folder: string,
  name: FileSystem,
): Promise<Trial> {
  const run = (argv: readonly string[], options: RunOptions = {}) =>
    shell.run(argv, { asRoot: true, timeoutMs: patience, ...options });
  const device = await loopDevice(run, `${folder}/${name}.image`, kinds[name].bytes);
  try {
    await makeAndUse(context, run, device, `${folder}/${name}`, name);
    return { works: true, why: '制作、挂载、写满、检查、重新挂载后比对均正常' };
  } catch (error) {
    const trial = error instanceof Error ? trials.get(error) : undefined;
    if (!trial) throw error;
    return trial;
  } finally {
    await freeFolder(shell, folder);
  }
}

type Run = (argv: readonly string[], options?: RunOptions) => Promise<CommandAnswer>;

const said = ({ stdout, stderr, code }: CommandAnswer) =>
  (stderr.trim() || stdout.trim() || `退出码 ${code}`).split('\n').slice(0, 3).join(' ').slice(0, 300);

async function loopDevice(run: Run, file: string, bytes: number): Promise<string> {
  const made = await run(['truncate', '-s', String(bytes), file]);
  if (made.code !== 0) throw new Fault('TARGET_PREREQUISITE', `不能建立 ${file}：${said(made)}`);
  const bound = await run(['losetup', '-f', '--show', file]);
  const device = bound.stdout.trim();
  if (bound.code !== 0 || !/^\/dev\/[\w/-]+$/.test(device))
    throw new Fault('TARGET_PREREQUISITE', `主机上没有可用的回环块设备：${said(bound)}`);
  return device;
}

async function makeAndUse(
  context: ProbeContext,
  run: Run,
  device: string,
  place: string,
  name: FileSystem,
): Promise<void> {
  const kind = kinds[name];
  const must = async (what: string, argv: readonly string[], options?: RunOptions) => {
    const answer = await run(argv, options);
    if (answer.code === notFound) throw failed(undefined, `${what}：主机未装 ${argv[0]}`);
    if (answer.code !== 0) throw failed(false, `${what}失败：${said(answer)}`);
    return answer;
  };
  await must('制作', [`mkfs.${name}`, ...kind.make, device]);
  const found = await run(['blkid', '-p', '-s', 'TYPE', '-o', 'value', device]);
  if (found.code !== notFound && found.stdout.trim() !== name)
    throw failed(false, `制作后设备上的文件系统是 ${found.stdout.trim() || '无法识别的'}`);
  await must('建挂载点', ['mkdir', place]);
  await mountAs(run, device, place, name);

  const content = Buffer.from(Array.from({ length: contentBytes }, () => Math.floor(context.random() * 256)));
  await must('写入文件', ['dd', 'status=none', 'conv=fsync', `of=${place}/written`], { stdin: content });
  await must('改名', ['mv', `${place}/written`, `${place}/renamed`]);
  await must('写入文件', ['dd', 'status=none', `of=${place}/deleted`], { stdin: 'to be deleted' });
  await must('删除', ['rm', `${place}/deleted`]);
  const full = await run(['dd', 'status=none', 'if=/dev/zero', `of=${place}/filler`, 'bs=1M']);
  if (full.code === 0 || !/No space left on device/.test(full.stderr))
    throw failed(false, `写满时没有得到“空间不足”：${said(full)}`);

  await must('卸载', ['umount', place]);
  const checked = await run([...kind.check, device]);
  if (checked.code === notFound) context.note(`${name}：主机未装 ${kind.check[0]}，未做一致性检查`);
  else if (checked.code !== 0) throw failed(false, `一致性检查不通过：${said(checked)}`);
  await mountAs(run, device, place, name);
  const back = await run(['cat', `${place}/renamed`]);
  if (back.code !== 0) throw failed(false, `重新挂载后读不出文件：${said(back)}`);
  if (!content.equals(back.bytes)) throw failed(false, '重新挂载后文件内容与写入的不一致');
  for (const gone of ['written', 'deleted'])
    if ((await run(['test', '-e', `${place}/${gone}`])).code === 0)
      throw failed(false, `重新挂载后，已${gone === 'written' ? '改名' : '删除'}的文件仍在`);
  await must('卸载', ['umount', place]);
}

async function mountAs(run: Run, device: string, place: string, name: FileSystem): Promise<void> {
  const { mountAs: types, listedAs } = kinds[name];
  const refusals: string[] = [];
  for (const type of types) {
    const answer = await run(['mount', '-t', type, device, place]);
    if (answer.code !== 0) {
      refusals.push(said(answer));
      continue;
    }
    const table = (await run(['cat', '/proc/mounts'])).stdout.split('\n').map((line) => line.split(' '));
    const listed = table.findLast(([, folder]) => folder === place)?.[2];
    if (listed === undefined || !listedAs.includes(listed))
      throw failed(false, `内核挂载表所列类型为 ${listed ?? '（无此挂载）'}`);
    return;
  }
  throw failed(false, `挂载失败：${[...new Set(refusals)].join('；')}`);
}
