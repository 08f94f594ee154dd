import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type EarlierRun, type Retesting, retestProblems } from '../evaluators/compliance/index.ts';
import { keepEarlier, openEarlier, readEarlier, readJudgements } from '../evidence/index.ts';
import type { LoadedTarget } from '../harness/index.ts';
import { readDeferrals } from '../intake/index.ts';
import { type DeferralFile, Fault, type RunRecord, type Tender } from '../spec/index.ts';
import { parseRunReference } from './run-reference.ts';

/** What lies beside spec and record when a run is judged. */
export interface BesideChoice {
  /** Instead of deferrals.yaml of the run directory. */
  deferrals?: string | undefined;
  /** The run that this one tests again: `DIR` or `DIR#revision`. */
  retestOf?: string | undefined;
}

/** Which tender data a judgement is to use: a folder of tender data, or an id among the tenders. */
export function specOf(
  id: string,
  choice: { spec?: string | undefined; tenders?: string | undefined },
): { id: string; tenders?: string | undefined } {
  const { spec, tenders } = choice;
  if (spec === undefined) return { id, tenders };
  const folder = resolve(spec);
  if (existsSync(join(folder, 'tender.yaml'))) return { id: basename(folder), tenders: dirname(folder) };
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new Fault('SPEC_UNKNOWN_TENDER', [
      { file: spec, message: '目录中没有 tender.yaml', remedy: '给出一份招标规格的目录，或其编号' },
    ]);
  return { id: spec, tenders };
}

/** An instant with offset; `now` is the clock of this machine. */
export function parseInstant(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  if (text === 'now') return new Date().toISOString();
  const isInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
  if (!isInstant || Number.isNaN(Date.parse(text)))
    throw new Fault('USAGE_NO_INSTANT', [
      { message: `${text} 不是时刻`, remedy: '写作 2026-05-01T09:30:00+08:00，或 now' },
    ]);
  return text;
}

function refuseOthers(run: Retesting, chain: readonly EarlierRun[], place: string): void {
  const problems = retestProblems(run, chain);
  if (problems.length > 0)
    throw new Fault(
      'RECORD_INVALID',
      problems.map((message) => ({
        file: place,
        message,
        remedy: '复测须对同一招标规格、同一平台；否则另行开始一次测试',
      })),
    );
}

/** The chain that `--retest-of` names, before anything is touched; what is not known yet is compared when judging. */
export function chainFor(text: string, loaded: LoadedTarget): EarlierRun[] {
  const { directory, revision } = parseRunReference(text);
  const chain = openEarlier(directory, revision);
  const { name, components, simulated } = loaded.target;
  const target = { name, components, ...(simulated === undefined ? {} : { simulated }) };
  const now = new Date().toISOString();
  refuseOthers({ id: '', startedAt: now, tender: { id: loaded.target.tender }, target }, chain, directory);
  return chain;
}

function earlierOf(directory: string, record: RunRecord, text: string | undefined): EarlierRun[] {
  if (text === undefined) {
    const link = readJudgements(directory).at(-1)?.retest?.of ?? record.retestOf;
    return link ? readEarlier(directory, link) : [];
  }
  const { directory: place, revision } = parseRunReference(text);
  const chain = openEarlier(place, revision);
  refuseOthers(record, chain, place);
  const told = record.retestOf?.run;
  if (told !== undefined && told !== chain.at(-1)?.link.run)
    throw new Fault('RECORD_INVALID', [
      {
        file: place,
        message: `测试记录已载明所复测的是 ${told}`,
        remedy: '给出该次测试的目录，或省去 --retest-of',
      },
    ]);
  keepEarlier(directory, chain);
  return chain;
}

/** Deferrals and the chain of runs, as the judge takes them. The chain is kept beside the run. */
export function besides(
  directory: string,
  record: RunRecord,
  tender: Tender,
  choice: BesideChoice,
): { earlier: EarlierRun[]; deferrals?: DeferralFile } {
  const file = deferralFileOf(directory, choice.deferrals);
  return {
    earlier: earlierOf(directory, record, choice.retestOf),
    ...(file === undefined ? {} : { deferrals: readDeferrals(file, tender) }),
  };
}

/** The named file, else deferrals.yaml of the run where there is one. */
export function deferralFileOf(directory: string, named: string | undefined): string | undefined {
  const own = join(directory, 'deferrals.yaml');
  return named ?? (existsSync(own) ? own : undefined);
}
