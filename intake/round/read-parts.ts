import type { Bid, ScoreSheet } from '../../spec/index.ts';
import type { RoundParts } from './checks/scope.ts';
import type { Complaints, Part } from './complaints.ts';
import { type FoundBid, type FoundFile, type RoundFolder, singleFiles } from './folder.ts';
import { type PartKind, type PartKinds, readPart } from './part.ts';
import { readWorkbookParts, type WorkbookPart } from './workbook.ts';

export interface BidPart extends Part<Bid> {
  /** Where the texts of the bid may stand, from the folder of the round. */
  folder: string;
}
export interface ReadParts extends RoundParts {
  bids: BidPart[];
}

/** Reads every file that was found; what does not fit its schema is complained of and left out. */
export async function readParts(found: RoundFolder, complaints: Complaints): Promise<ReadParts> {
  const parts: ReadParts = { bids: [], sheets: [] };
  const from = new Map<PartKind, string>();
  const takeSingle = (kind: PartKind, part: Part<unknown>) => {
    const before = from.get(kind);
    if (before !== undefined && before !== part.file)
      complaints.ofFile(part.file, `与 ${before} 是同一内容的两份`, '只留一份');
    else Object.assign(parts, { [kind]: part });
    from.set(kind, part.file);
  };
  for (const name of singleFiles) {
    const file = found.single[name];
    const part = file && (await complaints.attempt(() => readPart(file, name)));
    if (part) takeSingle(name, part);
  }
  for (const file of found.workbooks)
    for (const part of await readWorkbookParts(file, complaints)) {
      if (part.kind === 'bid') parts.bids.push({ ...asKind(part, 'bid'), folder: `bids/${idOf(part)}` });
      else if (part.kind === 'score-sheet') parts.sheets.push(asKind(part, 'score-sheet'));
      else takeSingle(part.kind, part);
    }
  for (const file of found.bids) {
    const part = await readOwn(file, 'bid', complaints);
    if (!part) continue;
    refuseOtherName(file, part, part.value.id, ['id'], complaints);
    parts.bids.push({ ...part, folder: file.folder });
  }
  for (const file of found.sheets) {
    const part = await readOwn(file, 'score-sheet', complaints);
    if (!part) continue;
    refuseOtherName(file, part, part.value.member, ['member'], complaints);
    parts.sheets.push(part);
  }
  return parts;
}

const idOf = (part: Part<unknown>) => (part.value as Bid).id;
const asKind = <K extends PartKind>(part: WorkbookPart, _kind: K) =>
  part as Part<unknown> as Part<PartKinds[K]>;

/** A file that holds one thing of one kind, whatever its notation. */
async function readOwn<K extends 'bid' | 'score-sheet'>(
  file: FoundFile | FoundBid,
  kind: K,
  complaints: Complaints,
): Promise<Part<PartKinds[K]> | undefined> {
  if (file.format !== 'xlsx') return complaints.attempt(() => readPart(file, kind));
  const read = await readWorkbookParts(file, complaints);
  const own = read.find((part) => part.kind === kind);
  for (const part of read)
    if (part !== own)
      complaints.ofFile(file.file, '工作簿中夹有其他内容的工作表', '只留模板中属于该文件的工作表');
  return own && asKind(own, kind);
}

/** A name that says one thing over content that says another: nobody knows which was meant. */
function refuseOtherName(
  file: FoundFile,
  part: Part<Bid | ScoreSheet>,
  id: string,
  path: string[],
  complaints: Complaints,
): void {
  if (id !== file.stem)
    complaints.of(part, path, `编号 ${id} 与文件名 ${file.stem} 不一致`, '改正编号或文件名，两者须相同');
}
