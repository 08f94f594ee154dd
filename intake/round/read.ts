import { createHash } from 'node:crypto';
import { canonicalJson, type Round, type RoundHead, type Tender } from '../../spec/index.ts';
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
  return { ...round, digest: `sha256:${createHash('sha256').update(canonicalJson(round)).digest('hex')}` };
}

/**
 * Reads only the round itself, to know its tender before that is loaded. With `tenders`, the ids that can be loaded,
 * another one is a problem with its line. Throws like `readRound`.
 */
export async function readRoundHead(
  folder: string,
  options: { tenders?: readonly string[] } = {},
): Promise<RoundHead> {
  const complaints = openComplaints();
  // What is amiss elsewhere in the folder comes with the whole round.
  const { single } = await findRound(folder, openComplaints());
  const found: RoundFolder = { single: single.round ? { round: single.round } : {}, bids: [], sheets: [] };
  const parts = await readParts(found, complaints);
  wantRound(found, parts, complaints);
  const head = parts.round?.value;
  if (head && options.tenders && !options.tenders.includes(head.tender))
    complaints.of(
      parts.round!,
      ['tender'],
      `没有招标规格 ${head.tender}`,
      `可用：${options.tenders.join('、') || '（无）'}`,
    );
  complaints.settle();
  return head!;
}

function wantRound(found: RoundFolder, parts: ReadParts, complaints: Complaints): void {
  if (parts.round) return;
  if (!found.single.round) complaints.ofFile('round.yaml', '缺少该文件', '写明评审项目、招标规格与方式');
  else if (found.single.round.format === 'xlsx')
    complaints.ofFile(found.single.round.file, '工作簿中没有可用的评审项目表', '取用模板填写');
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
