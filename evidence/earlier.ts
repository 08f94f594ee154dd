import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault, type Judgement, type RetestLink, type RunRecord } from '../spec/index.ts';
import { digestOfJson } from '../spec/load/index.ts';
import { digestOfRecord, readRun } from './run-directory.ts';

/** An earlier run as a later one keeps it: whole record and judgement, verified by the digests of the link. */
interface KeptRun {
  link: RetestLink;
  record: RunRecord;
  judgement: Judgement;
}

const folderOf = (directory: string, { run, revision }: Pick<RetestLink, 'run' | 'revision'>) =>
  join(directory, 'earlier', `${run}-r${revision}`);

function invalid(file: string, message: string, remedy: string): Fault {
  return new Fault('RECORD_INVALID', [{ file, message, remedy }]);
}

function nextOf({ record, judgement }: KeptRun): RetestLink | undefined {
  return judgement.retest?.of ?? record.retestOf;
}

function readMember<T>(file: string): T {
  if (!existsSync(file))
    throw new Fault('RECORD_MISSING', [
      { file, message: '缺少所复测的测试的副本', remedy: '以 --retest-of 指明原来的测试目录' },
    ]);
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    throw invalid(file, '不是完整的 JSON，可能被改动', '从备份恢复整个测试目录');
  }
}

/**
 * The chain behind a link, oldest first, from the copies that the directory keeps.
 * Throws RECORD_INVALID when a copy does not have the digest of its link, or the chain comes back to a run.
 */
export function readEarlier(directory: string, link: RetestLink): KeptRun[] {
  const chain: KeptRun[] = [];
  for (let next: RetestLink | undefined = link; next; next = nextOf(chain[0]!)) {
    if (!/^[\w.-]+$/.test(next.run) || !Number.isInteger(next.revision))
      throw invalid(directory, `复测链中的测试编号不合规则：${next.run}`, '从备份恢复整个测试目录');
    const { run } = next;
    if (chain.some((one) => one.link.run === run))
      throw invalid(directory, `测试 ${run} 在复测链中出现两次，成环`, '检查 --retest-of 所指的目录');
    const folder = folderOf(directory, next);
    const record = readMember<RunRecord>(join(folder, 'record.json'));
    const judgement = readMember<Judgement>(join(folder, 'judgement.json'));
    for (const [file, found, expected] of [
      ['record.json', digestOfRecord(record), next.recordDigest],
      ['judgement.json', digestOfJson(judgement), next.judgementDigest],
    ] as const)
      if (found !== expected)
        throw invalid(
          join(folder, file),
          `摘要 ${found} 与复测所载的 ${expected} 不符，可能被改动`,
          '从备份恢复整个测试目录',
        );
    chain.unshift({ link: next, record, judgement });
  }
  return chain;
}

/** The chain that a new retest of this directory would have: its own chain and, last, the directory itself. */
export function openEarlier(directory: string, revision?: number): KeptRun[] {
  const { record, judgements } = readRun(directory);
  const judgement =
    revision === undefined ? judgements.at(-1) : judgements.find((j) => j.revision === revision);
  if (!judgement)
    throw new Fault('RECORD_MISSING', [
      {
        file: directory,
        message: revision === undefined ? '所复测的测试还没有判定' : `没有第 ${revision} 版判定`,
        remedy: '先对它运行 judge',
      },
    ]);
  const recordDigest = digestOfRecord(record);
  if (judgement.run.digest !== recordDigest)
    throw invalid(directory, `第 ${judgement.revision} 版判定之后，测试记录有变动`, '先对它重新运行 judge');
  const link: RetestLink = {
    run: record.id,
    recordDigest,
    revision: judgement.revision,
    judgementDigest: digestOfJson(judgement),
  };
  const own: KeptRun = { link, record, judgement };
  const before = nextOf(own);
  return [...(before ? readEarlier(directory, before) : []), own];
}

/** Keeps copies of the chain beside the later run. What is kept already is never overwritten. */
export function keepEarlier(directory: string, chain: readonly KeptRun[]): void {
  for (const { link, record, judgement } of chain) {
    const folder = folderOf(directory, link);
    mkdirSync(folder, { recursive: true });
    for (const [name, value] of [
      ['record.json', record],
      ['judgement.json', judgement],
    ] as const) {
      const file = join(folder, name);
      if (existsSync(file)) continue;
      writeFileSync(`${file}.draft`, `${JSON.stringify(value, null, 2)}\n`, { flush: true });
      renameSync(`${file}.draft`, file);
    }
  }
}
