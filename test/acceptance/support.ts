import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accept } from '../../cli/pipeline.ts';
import { platformDefects, startPlatform, type Turn } from '../../scenarios/index.ts';
import {
  type CheckVerdict,
  checkId,
  type Due,
  type Expectation,
  type Judgement,
  type Outcome,
  type RunRecord,
  type Tender,
} from '../../spec/index.ts';

export const tenderId = 'jiaozuo-2026-18';

export interface Accepted {
  tender: Tender;
  record: RunRecord;
  judgement: Judgement;
  directory: string;
  remove(): void;
}

export interface AcceptChoice {
  tender?: string;
  /** Folder of tender folders; the built-in one by default. */
  tenders?: string;
  /** Ids of checkables; all by default. */
  only?: string[];
  /** A register of instruments. */
  instruments?: string;
  /** At delivery unless said otherwise. */
  stage?: Due;
  /** With its console, which takes a browser and some seconds. */
  console?: boolean;
}

/** One whole acceptance of a stand-in with these defects, under the first tender or another one. */
export async function acceptStandIn(defects: string[], choice: AcceptChoice = {}): Promise<Accepted> {
  const folder = mkdtempSync(join(tmpdir(), 'biaochi-accept-'));
  const directory = join(folder, 'run');
  const platform = await startPlatform({
    tender: choice.tender ?? tenderId,
    defects,
    console: choice.console ?? false,
    directory: join(folder, 'platform'),
  });
  const { targetFile } = platform;
  writeFileSync(
    targetFile,
    readFileSync(targetFile, 'utf8').replace('stage: delivery', `stage: ${choice.stage ?? 'delivery'}`),
  );
  try {
    const result = await accept({
      target: targetFile,
      directory,
      tenders: choice.tenders,
      only: choice.only,
      instruments: choice.instruments,
      signal: new AbortController().signal,
    });
    return { ...result, directory, remove: () => rmSync(folder, { recursive: true, force: true }) };
  } finally {
    await platform.close();
  }
}

export function checksOf(judgement: Judgement): CheckVerdict[] {
  return judgement.requirements.flatMap((r) => r.parts.flatMap((p) => p.checks));
}

/** Outcomes by id of check, of all checkables or of some. */
export function outcomesOf(judgement: Judgement, only?: readonly string[]): Map<string, Outcome> {
  const requirements = judgement.requirements.filter(({ id }) => only?.includes(id) ?? true);
  return new Map(checksOf({ ...judgement, requirements }).map((c) => [c.id, c.outcome]));
}

/** The checkables that ask for a probe which these defects concern. */
export function servedBy(defects: readonly string[], tender: Tender): string[] {
  const turns = platformDefects.filter((d) => defects.includes(d.name)).flatMap((d) => d.turns);
  const probes = new Set(turns.map(({ probe }) => probe));
  return tender.checkables
    .filter(({ verification }) => verification.some((v) => v.method === 'test' && probes.has(v.probe)))
    .map(({ id }) => id);
}

/** Does a declared turn reach this expectation? Of a set, only the items that it names. */
function reaches(turn: Turn, expectation: Expectation): boolean {
  if (!turn.measurands.includes(expectation.measurand)) return false;
  const items = turn.items?.[expectation.measurand];
  if (!items) return true;
  const { includes, includesAny, excludes } = expectation;
  return (
    (includes?.some((i) => items.includes(i)) ?? false) ||
    (includesAny?.every((i) => items.includes(i)) ?? false) ||
    (excludes?.some((i) => items.includes(i)) ?? false)
  );
}

/** The checks that a set of defects is declared to turn. */
export function declaredBy(defects: string[], tender: Tender): string[] {
  const turns = platformDefects.filter((d) => defects.includes(d.name)).flatMap((d) => d.turns);
  return tender.checkables
    .flatMap((c) => c.verification.map((v) => ({ id: checkId(c, v), v })))
    .filter(
      ({ v }) =>
        v.method === 'test' && turns.some((t) => t.probe === v.probe && v.expect.some((e) => reaches(t, e))),
    )
    .map(({ id }) => id)
    .sort();
}

/** What is seen in a browser: shown by the tests of its probe, and by the long run. */
export const inBrowser = new Set(['console-resources']);

/** Groups of defects that touch different probes, so that one run shows several. */
export function compatibleGroups(): string[][] {
  const groups: { names: string[]; probes: Set<string> }[] = [];
  for (const defect of platformDefects) {
    const probes = defect.turns.map((t) => t.probe);
    if (probes.every((probe) => inBrowser.has(probe))) continue;
    const group = groups.find((g) => probes.every((p) => !g.probes.has(p)));
    if (group) {
      group.names.push(defect.name);
      for (const probe of probes) group.probes.add(probe);
    } else groups.push({ names: [defect.name], probes: new Set(probes) });
  }
  return groups.map((g) => g.names);
}
