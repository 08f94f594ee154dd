import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { evaluate } from '../evaluators/scoring/index.ts';
import { chosenOptions, withTouchedReadings } from '../evaluators/sensitivity/index.ts';
import { freezeOf, readRound, readRoundHead, readTenderDocument } from '../intake/index.ts';
import { type Format, ocdsReleasePackage, render, roundReports } from '../reports/index.ts';
import {
  assertUnlocked,
  type Evaluation,
  Fault,
  type Freeze,
  type Round,
  type Tender,
} from '../spec/index.ts';
import { listTenders, loadCatalogue, loadTender } from '../spec/load/index.ts';
import { parseReadings, type SpecChoice } from './pipeline.ts';

export interface OpenRound {
  round: Round;
  /** Under all its picks: the ground for other readings. */
  base: Tender;
  /** Under the readings that the round has chosen. */
  tender: Tender;
}

export interface RoundChoice extends SpecChoice {
  /** The tender's text: what every bidder was given is left out when the bids' texts are compared. */
  source?: string | undefined;
}

/** Reads a round and its tender; every problem of the round at once. `--reading` is what-if, and locked like it. */
export async function openRound(folder: string, choice: RoundChoice = {}): Promise<OpenRound> {
  const head = await readRoundHead(folder, { tenders: listTenders(choice.tenders) });
  const catalogue = loadCatalogue();
  const root = choice.tenders === undefined ? {} : { root: choice.tenders };
  const base = loadTender(head.tender, { catalogue, ...root });
  let round = await readRound(folder, { tender: base });
  if (choice.source !== undefined) {
    const { lines } = await readTenderDocument(choice.source);
    round = { ...round, boilerplate: lines.map(({ text }) => text) };
  }
  const whatIf = Object.entries(parseReadings(choice.reading));
  if (whatIf.length > 0) {
    assertUnlocked(round, '改用其他读法');
    const kept = (round.head.readings ?? []).filter(({ id }) => !whatIf.some(([other]) => other === id));
    round = {
      ...round,
      head: { ...round.head, readings: [...kept, ...whatIf.map(([id, option]) => ({ id, option }))] },
    };
  }
  const tender = loadTender(head.tender, { catalogue, readings: chosenOptions(base, round), ...root });
  return { round, base, tender };
}

export function evaluateRound({ round, base, tender }: OpenRound): Evaluation {
  return withTouchedReadings(base, round, evaluate({ tender, round }));
}

/** Fixes the readings of a round before its deadline; answers what was written. Throws INTAKE_INVALID when it is too late. */
export async function freezeRound(
  folder: string,
  choice: SpecChoice,
  now: string,
): Promise<{ file: string; freeze: Freeze }> {
  const head = await readRoundHead(folder);
  const root = choice.tenders === undefined ? {} : { root: choice.tenders };
  const catalogue = loadCatalogue();
  const tender = loadTender(head.tender, { catalogue, ...root });
  // Options that do not exist, or cannot stand together, are said before anything is fixed.
  const readings = Object.fromEntries((head.readings ?? []).map(({ id, option }) => [id, option]));
  loadTender(head.tender, { catalogue, readings, ...root });
  const file = join(folder, 'freeze.json');
  if (existsSync(file))
    throw new Fault('INTAKE_INVALID', [
      { file, message: '读法已经冻结', remedy: '冻结后不得改动；确有必要的，另建项目并重新公告' },
    ]);
  if (Date.parse(now) >= Date.parse(tender.dates.bidDeadline))
    throw new Fault('INTAKE_INVALID', [
      {
        file,
        message: `投标截止时间（${tender.dates.bidDeadline}）已过，不能再冻结读法`,
        remedy: '截止后才选定的读法等于改变评审标准；以演练方式使用，或者按法定程序处理',
      },
    ]);
  const freeze = freezeOf(head, tender, now);
  writeFileSync(file, `${JSON.stringify(freeze, null, 2)}\n`, { flag: 'wx' });
  return { file, freeze };
}

export interface WrittenReports {
  files: string[];
  folder: string;
}

/** Writes evaluation.json and the reports of a round into a folder. `onFile` is told of each. */
export async function writeRoundReports(
  { round, tender }: OpenRound,
  evaluation: Evaluation,
  options: {
    out: string;
    formats: Format[];
    only?: string[] | undefined;
    createdAt: string;
    onFile?: (file: string) => void;
  },
): Promise<WrittenReports> {
  const reports = roundReports({ tender, round, evaluation, createdAt: options.createdAt });
  const unknown = (options.only ?? []).filter((id) => !reports.some((report) => report.id === id));
  if (unknown.length > 0)
    throw new Fault('USAGE_UNKNOWN_NAME', [
      {
        message: `没有报告 ${unknown.join('、')}`,
        remedy: `可用：${reports.map(({ id, title }) => `${id}（${title}）`).join('、')}`,
      },
    ]);
  mkdirSync(options.out, { recursive: true });
  const files: string[] = [];
  const put = (name: string, bytes: Uint8Array | string) => {
    const file = join(options.out, name);
    writeFileSync(file, bytes);
    files.push(file);
    options.onFile?.(file);
  };
  put('evaluation.json', `${JSON.stringify(evaluation, null, 2)}\n`);
  for (const scope of ['public', 'archive'] as const) {
    const release = ocdsReleasePackage({ tender, round, evaluation, publishedAt: options.createdAt, scope });
    put(`ocds-${scope}.json`, `${JSON.stringify(release, null, 2)}\n`);
  }
  for (const { id, document } of reports) {
    if (options.only && !options.only.includes(id)) continue;
    for (const format of options.formats) put(`${id}.${format}`, await render(format, document));
  }
  return { files, folder: options.out };
}

/** The bid that a person names by id, by bidder or by the name of a firm; throws USAGE_UNKNOWN_BID. */
export function findBid(round: Round, name: string): Round['bids'][number] {
  const found = round.bids.filter(
    (bid) => bid.id === name || bid.bidder === name || bid.members.some((firm) => firm.name === name),
  );
  if (found.length === 1) return found[0]!;
  throw new Fault('USAGE_UNKNOWN_BID', [
    {
      message: found.length === 0 ? `没有投标人 ${name}` : `${name} 对应不止一份投标`,
      remedy: `可用：${round.bids.map((bid) => `${bid.id}（${bid.bidder}）`).join('、')}`,
    },
  ]);
}
