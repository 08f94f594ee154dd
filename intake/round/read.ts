import type { Round, RoundHead, Tender } from '../../spec/index.ts';
import { digestOfJson } from '../../spec/load/index.ts';
import { readBidTexts } from './bid-texts.ts';
import { checkBids } from './checks/bids.ts';
import { checkFrozen, checkHead } from './checks/head.ts';
import { checkInstants } from './checks/instants.ts';
import { checkProceedings } from './checks/proceedings.ts';
import type { Scope } from './checks/scope.ts';
import { checkSheets, checkSigning } from './checks/sheets.ts';
import { type Complaints, openComplaints } from './complaints.ts';
import { findRound, type RoundFolder } from './folder.ts';
import { knownNames, refuseSameId } from './known.ts';
import { type ReadParts, readParts } from './read-parts.ts';

export interface ReadRoundOptions {
  /** The tender that the round is held on, loaded with its picks. */
  tender: Tender;
}

const byKey =
  <T>(keyOf: (member: T) => string) =>
  (a: T, b: T) =>
    keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0;

/**
 * Reads a round from its folder and holds it against its tender; nothing is computed. Throws INTAKE_INVALID or
 * INTAKE_UNREADABLE with all problems of all files at once, by line or cell.
 */
export async function readRound(folder: string, { tender }: ReadRoundOptions): Promise<Round> {
  const complaints = openComplaints();
  const found = await findRound(folder, complaints);
  const parts = await readParts(found, complaints);
  wantRound(found, parts, complaints);
  const scope = scopeOf(found, parts, tender, complaints);
  refuseSameId(complaints, parts.bids);
  checkHead(scope);
  checkFrozen(scope);
  checkBids(scope);
  checkProceedings(scope);
  checkSheets(scope);
  checkSigning(scope);
  checkInstants(scope);
  const texts = await readBidTexts(folder, parts.bids, complaints);
  complaints.settle();
  const round = {
    head: parts.round!.value,
    bids: parts.bids.map(({ value }) => value).sort(byKey(({ id }) => id)),
    admissions: parts.admission?.value ?? [],
    proceedings: parts.proceedings?.value ?? {},
    sheets: parts.sheets.map(({ value }) => value).sort(byKey(({ member }) => member)),
    signing: parts.signing?.value ?? {},
    ...(parts.freeze ? { freeze: parts.freeze.value } : {}),
    texts: texts.sort(byKey(({ bid, document }) => `${bid} ${document}`)),
  };
  return { ...round, digest: digestOfJson(round) };
}

/**
 * Reads only the round itself, to know its tender before that is loaded. With `tenders`, the ids that can be loaded,
 * another one is a problem with its line. Throws like `readRound`.
 */
export async function readRoundHead(
  folder: string,
  options: { tenders?: readonly string[] } = {},
): Promise<RoundHead> {
  const read = openComplaints();
  // What is amiss elsewhere in the folder comes with the whole round.
  const { single, workbooks } = await findRound(folder, openComplaints());
  const only = single.round ? { single: { round: single.round }, workbooks: [] } : { single: {}, workbooks };
  const found: RoundFolder = { ...only, bids: [], sheets: [] };
  const part = (await readParts(found, read)).round;
  if (!part) {
    wantRound(found, {}, read);
    read.settle();
  }
  const { value: head } = part!;
  const complaints = openComplaints();
  if (options.tenders && !options.tenders.includes(head.tender))
    complaints.of(
      part!,
      ['tender'],
      `没有招标规格 ${head.tender}`,
      `可用：${options.tenders.join('、') || '（无）'}`,
    );
  complaints.settle();
  return head;
}

function wantRound(found: RoundFolder, parts: Pick<ReadParts, 'round'>, complaints: Complaints): void {
  if (!parts.round && !found.single.round)
    complaints.ofFile(
      'round.yaml',
      '缺少该文件，工作簿中也没有可用的评审项目表',
      '写明评审项目、招标规格与方式',
    );
}

function scopeOf(found: RoundFolder, parts: ReadParts, tender: Tender, complaints: Complaints): Scope {
  const committee = parts.round?.value.committee;
  const read = new Set(parts.sheets.map(({ file }) => file));
  return {
    parts,
    tender,
    names: knownNames(tender),
    bids: new Set([...found.bids.map(({ stem }) => stem), ...parts.bids.map(({ value }) => value.id)]),
    members: parts.round ? new Set((committee?.members ?? []).map(({ id }) => id)) : undefined,
    sheetsUnread: new Set(found.sheets.filter(({ file }) => !read.has(file)).map(({ stem }) => stem)),
    allBidsRead: parts.bids.length >= found.bids.length,
    complaints,
  };
}
