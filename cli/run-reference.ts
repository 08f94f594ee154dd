import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { digestOfRecord, readRun } from '../evidence/index.ts';
import { Fault, type Judgement, type RunRecord } from '../spec/index.ts';

/** A run directory and, behind `#`, a revision of its judgement. */
export interface RunReference {
  directory: string;
  revision?: number;
}

/** `DIR` or `DIR#2`; a directory whose name holds `#` is taken as it is. */
export function parseRunReference(text: string): RunReference {
  const match = /^(.+)#(\d+)$/.exec(text);
  return !match || existsSync(resolve(text))
    ? { directory: resolve(text) }
    : { directory: resolve(match[1]!), revision: Number(match[2]) };
}

/** The run and the revision that is meant, the newest unless one is named. Throws RECORD_MISSING when it is not there. */
export function openRunReference({ directory, revision }: RunReference): {
  record: RunRecord;
  judgement: Judgement;
  recordDigest: string;
} {
  const { record, judgements } = readRun(directory);
  const judgement =
    revision === undefined ? judgements.at(-1) : judgements.find((each) => each.revision === revision);
  if (!judgement)
    throw new Fault('RECORD_MISSING', [
      {
        file: directory,
        message: revision === undefined ? '还没有判定' : `没有第 ${revision} 版判定`,
        remedy:
          judgements.length === 0
            ? '先运行 biaochi judge'
            : `现有第 ${judgements.map((each) => each.revision).join('、')} 版`,
      },
    ]);
  return { record, judgement, recordDigest: digestOfRecord(record) };
}
