import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readRoundHead } from '../../../intake/index.ts';
import { type WorkbookPart, writeRoundWorkbook } from '../../../intake/round-workbook/index.ts';
import { tender } from '../../evaluators/scoring/fixture.ts';
import { plain } from './one-fault.ts';
import { filesOf, problemsOf, type RoundFiles, readFiles, writeRound } from './round-folder.ts';

const workbook = async (part: WorkbookPart, value?: unknown) =>
  (await writeRoundWorkbook(part, tender, value)).bytes;
const sheet = plain.sheets[0]!;
const sheetFile = `scores/${sheet.member}`;
/** The plain round with some of its files given as workbooks. */
async function asWorkbooks(): Promise<RoundFiles> {
  return {
    ...filesOf(),
    'round.yaml': undefined,
    '评审项目.xlsx': await workbook('round', plain.head),
    'admission.yaml': undefined,
    'admission.xlsx': await workbook('admission', plain.admissions),
    'bids/alpha.yaml': undefined,
    'bids/alpha.xlsx': await workbook('bid', plain.bids[0]),
    [`${sheetFile}.yaml`]: undefined,
    [`${sheetFile}.xlsx`]: await workbook('score-sheet', sheet),
  };
}

describe('workbooks', () => {
  it('give the same round as files', async () => {
    const round = await readFiles(await asWorkbooks());
    const expected = await readFiles(filesOf());
    expect(round.head).toEqual(expected.head);
    expect(round.bids[0]!.quote).toEqual(expected.bids[0]!.quote);
    expect(round.sheets).toEqual(expected.sheets);
    await expect(readRoundHead(writeRound(await asWorkbooks()))).resolves.toEqual(plain.head);
  });

  it('are complained of by cell', async () => {
    const bid = structuredClone(plain.bids[0]!);
    bid.members[0]!.creditCode = '9141';
    bid.quote.stated[0]!.digits = 'abc';
    const problems = await problemsOf({
      ...(await asWorkbooks()),
      'bids/alpha.xlsx': await workbook('bid', bid),
    });
    expect(problems.map(({ path }) => path)).toEqual(['members/0/creditCode', 'quote/stated/0/digits']);
    for (const { file, cell, line } of problems) {
      expect(file).toBe('bids/alpha.xlsx');
      expect(cell).toMatch(/^.+![A-Z]+\d+$/);
      expect(line).toBeUndefined();
    }
  });

  it('of another kind, of no kind, or beside a file of the same content are refused', async () => {
    const files = filesOf();
    const problems = await problemsOf({
      ...files,
      'admission.xlsx': await workbook('admission', plain.admissions),
      'bids/delta.xlsx': await workbook('score-sheet', sheet),
      'bids/epsilon.xlsx': zipSync({ 'a.txt': new Uint8Array(3) }),
      'bids/zeta.xlsx': new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
    });
    const told = problems.map(({ file, message }) => `${file} ${message}`);
    expect(told.some((one) => /^admission\.xlsx 与 admission\.yaml/.test(one))).toBe(true);
    expect(told.some((one) => /^bids\/delta\.xlsx .*其他内容/.test(one))).toBe(true);
    expect(told.some((one) => /^bids\/epsilon\.xlsx /.test(one))).toBe(true);
    expect(told.some((one) => /^bids\/zeta\.xlsx .*\.xls /.test(one))).toBe(true);
  });

  it('that are empty say what is missing', async () => {
    const problems = await problemsOf({ ...filesOf(), 'bids/delta.xlsx': await workbook('bid') });
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.every(({ file }) => file === 'bids/delta.xlsx')).toBe(true);
    expect(problems.some(({ cell }) => cell !== undefined)).toBe(true);
  });
});
