import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Fault, type SealManifest } from '../spec/index.ts';
import { partGrowth } from './growth.ts';
import { type Difference, isSignedByOwnKey, readSeals, type SealFolder } from './seal-folder.ts';
import { compareFiles, compareGrowth, type PresentFiles, presentFiles } from './verify-files.ts';
import { checkRecord, type RecordFindings } from './verify-record.ts';
import { type Check, checkSignature, type Trust } from './verify-signature.ts';

export interface BundleVerification {
  directory: string;
  /** Of the newest seal. */
  seal?: { number: number; manifest: string; sealedAt?: string; files?: number };
  run?: string;
  /** `grown`: all that was sealed is as it was, and the run went on; what came since is not covered. */
  result: 'intact-signed' | 'intact-unsigned' | 'grown' | 'altered';
  /** Every file that is not as it was, by path; the first is the first altered file. */
  differences: Difference[];
  /** What came after the newest seal as a run goes on, by path. */
  growth: Difference[];
  checks: Check[];
  remarks: string[];
  /** What formal use asks for and is not shown. */
  formalGaps: string[];
  doesNotProve: string[];
}

/**
 * Holds a bundle to its seals, its journal and itself. Needs nothing but the directory and what `trust` brings.
 * Throws RECORD_MISSING or RECORD_INVALID only when there is nothing to read.
 */
export function verifyBundle(directory: string, trust: Trust): BundleVerification {
  refuseUnreadable(directory);
  const present = presentFiles(directory);
  const record = checkRecord(directory, present);
  const { seals, differences: stray } = readSeals(directory);
  const newest = seals.at(-1);
  const manifest = newest?.manifest;
  const since = manifest
    ? partGrowth(directory, manifest, compareFiles(manifest, present), { present, found: record })
    : { differences: [], growth: [] };
  const grew = since.growth.some(({ path }) => path === 'journal.ndjson');
  const differences = merged([
    ...since.differences,
    ...record.differences,
    ...stray,
    ...seals.flatMap((seal) => seal.differences),
  ]);
  const journal = manifest && !grew ? journalDifference(manifest, record) : undefined;
  const sealed = newest && manifest ? checkSignature({ ...newest, manifest }, trust) : [];
  const earlier = checkEarlierSeals(directory, seals, present);
  const all = merged([...differences, ...(journal ? [journal] : []), ...earlier.differences]);
  const checks: Check[] = [
    newest
      ? manifest
        ? filesCheck(all, since.growth, `第 ${newest.number} 次封存所列 ${manifest.files.length} 个文件`)
        : { id: 'files', state: 'failed', message: '最近一次封存的清单无法读取' }
      : { id: 'files', state: 'absent', message: '未封存：没有清单可比' },
    chainCheck(record),
    recordCheck(record),
    ...(seals.length > 1 ? [earlier.check] : []),
    ...sealed,
  ];
  const failed = all.length > 0 || checks.some(({ state }) => state === 'failed');
  const stateOf = (id: Check['id']) => checks.find((check) => check.id === id)?.state;
  const signed = stateOf('signature') === 'passed' && stateOf('signer') === 'passed';
  return {
    directory,
    ...(newest
      ? {
          seal: {
            number: newest.number,
            manifest: newest.digest,
            ...(manifest ? { sealedAt: manifest.sealedAt, files: manifest.files.length } : {}),
          },
        }
      : {}),
    ...(record.record ? { run: record.record.id } : {}),
    result: failed
      ? 'altered'
      : since.growth.length > 0
        ? 'grown'
        : signed
          ? 'intact-signed'
          : 'intact-unsigned',
    differences: all,
    growth: merged(since.growth),
    checks,
    remarks: record.remarks,
    formalGaps: [...(since.growth.length > 0 ? ['封存之后有增加，须再次封存'] : []), ...formalGaps(checks)],
    doesNotProve: doesNotProve(checks),
  };
}

function refuseUnreadable(directory: string): void {
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory())
    throw new Fault('RECORD_MISSING', [
      { file: directory, message: '不是目录', remedy: '给出测试目录（测试包）' },
    ]);
  if (!existsSync(join(directory, 'journal.ndjson')) && !existsSync(join(directory, 'seal')))
    throw new Fault('RECORD_MISSING', [
      {
        file: directory,
        message: '目录中既没有 journal.ndjson 也没有 seal/',
        remedy: '检查是否为 accept 的 --out 目录',
      },
    ]);
}

/** One entry per file, the line of the journal kept, by path. */
function merged(differences: Difference[]): Difference[] {
  const byPath = new Map<string, Difference>();
  for (const each of differences) {
    const known = byPath.get(each.path);
    if (!known) byPath.set(each.path, { ...each });
    else {
      if (each.line !== undefined) known.line ??= each.line;
      if (!known.message.includes(each.message)) known.message += `；${each.message}`;
    }
  }
  return [...byPath.values()].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

function filesCheck(differences: Difference[], growth: Difference[], what: string): Check {
  const first = differences[0];
  if (!first && growth.length > 0)
    return {
      id: 'files',
      state: 'unproven',
      message: `${what}未改动；其后新增或重新写出 ${growth.length} 个，不在封存之内`,
    };
  return first
    ? {
        id: 'files',
        state: 'failed',
        message: `${what}：${differences.length} 处不符，第一个是 ${first.path}`,
      }
    : { id: 'files', state: 'passed', message: `${what}与清单一致` };
}

function journalDifference({ journal }: SealManifest, { chain }: RecordFindings): Difference | undefined {
  if (!chain || (chain.lines === journal.lines && chain.head === journal.head)) return undefined;
  return {
    path: 'journal.ndjson',
    kind: 'altered',
    message: `封存时 ${journal.lines} 行，现为 ${chain.lines} 行，或末行不同`,
  };
}

function chainCheck({ chain }: RecordFindings): Check {
  if (!chain) return { id: 'chain', state: 'failed', message: '日志的摘要链断开' };
  return chain.chainedFrom === undefined
    ? { id: 'chain', state: 'absent', message: `日志 ${chain.lines} 行，没有摘要链` }
    : { id: 'chain', state: 'passed', message: `日志 ${chain.lines} 行，摘要链完整` };
}

function recordCheck({ record, differences, judgements }: RecordFindings): Check {
  const ok = record !== undefined && differences.length === 0;
  return ok
    ? {
        id: 'record',
        state: 'passed',
        message: `记录、${record.evidence.length} 份证据、${judgements} 版判定与日志一致`,
      }
    : { id: 'record', state: 'failed', message: '记录、证据或判定与日志不一致' };
}

/** Older seals: each holds by its own key, names the one before, and what it covered has only grown. */
function checkEarlierSeals(
  directory: string,
  seals: readonly SealFolder[],
  present: PresentFiles,
): { check: Check; differences: Difference[] } {
  const differences: Difference[] = [];
  const failures: string[] = [];
  for (const [index, seal] of seals.entries()) {
    const before = seals[index - 1];
    const { manifest } = seal;
    if (!manifest) {
      failures.push(`第 ${seal.number} 次封存的清单无法读取`);
      continue;
    }
    const named = manifest.previous;
    if (named?.manifest !== before?.digest || named?.number !== before?.number)
      failures.push(`第 ${seal.number} 次封存所记的上一次与实际不符`);
    if (index === seals.length - 1) continue;
    differences.push(...compareGrowth(directory, manifest, present));
    if (manifest.signer && isSignedByOwnKey(seal) === false)
      failures.push(`第 ${seal.number} 次封存的签名与清单不符`);
  }
  const failed = failures.length > 0 || differences.length > 0;
  return {
    check: {
      id: 'earlier-seals',
      state: failed ? 'failed' : 'passed',
      message: failed
        ? [...failures, ...differences.map((d) => d.path)].join('；')
        : `此前 ${seals.length - 1} 次封存前后相接`,
    },
    differences,
  };
}

/** A formal file asks for a certificate of a licensed authority and for a time stamp that somebody else answers for. */
function formalGaps(checks: readonly Check[]): string[] {
  const stateOf = (id: Check['id']) => checks.find((check) => check.id === id)?.state ?? 'absent';
  return [
    ...(stateOf('signature') === 'passed' ? [] : ['没有核验通过的签名']),
    ...(stateOf('certificate') === 'passed'
      ? []
      : ['缺少依法设立的电子认证服务机构签发、经 --ca 核对且有效的证书']),
    ...(stateOf('time-stamp') === 'passed' ? [] : ['缺少经 --ca 核对的可信时间戳']),
  ];
}

function doesNotProve(checks: readonly Check[]): string[] {
  const stateOf = (id: Check['id']) => checks.find((check) => check.id === id)?.state ?? 'absent';
  return [
    ...(stateOf('signature') === 'passed'
      ? stateOf('certificate') === 'passed'
        ? ['证书只表明签发机构所登记的主体；该机构是否依法设立、证书是否已被吊销，由核验人确认']
        : ['密钥自持：只证明封存之后没有改动，不证明封存者是谁']
      : ['未签名：任何人改动内容后都可重做一份前后一致的封存']),
    ...(stateOf('time-stamp') === 'passed' ? [] : ['没有可信时间戳：不证明封存于何时']),
    '不证明被测的就是所称的平台，也不证明平台此后未变',
    '不证明测得的内容属实：测试程序与运行环境是否可信，须另行认定',
    '不证明封存之前的日志未被整体替换',
  ];
}
