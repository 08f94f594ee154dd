import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { writeRoundTemplates, writeRoundWorkbook } from '../../../intake/round-workbook/index.ts';
import { markedCriteria } from '../../../intake/round-workbook/tender-options.ts';
import { readWorkbook, type Sheet } from '../../../intake/xlsx.ts';
import { loadCatalogue, loadTender } from '../../../spec/load/index.ts';
import { partsOf, tender } from './edit.ts';

const files = await writeRoundTemplates(tender);
const books = new Map(
  files.map(({ name, bytes }) => [name, { sheets: readWorkbook(name, bytes), ...partsOf(bytes) }]),
);
const sheetOf = (name: string, sheet: string): Sheet =>
  books.get(name)!.sheets.find((one) => one.name === sheet)!;
const column = (sheet: Sheet, letters: string) =>
  sheet.cells
    .filter(({ address, row }) => row > 3 && address === `${letters}${row}`)
    .map(({ value }) => value);

interface List {
  range: string;
  words: unknown[];
  strict: boolean;
}
/** The drop-down lists of a sheet as a spreadsheet would show them. */
function listsOf(name: string, sheet: string): List[] {
  const { parts, pathOf } = books.get(name)!;
  const options = sheetOf(name, '选项');
  return [...parts[pathOf(sheet)]!.matchAll(/<dataValidation (.*?)><formula1>(.*?)<\/formula1>/g)].map(
    ([, attributes, formula]) => {
      const [, letters, last] = /^'选项'!\$([A-Z]+)\$1:\$\1\$(\d+)$/.exec(formula!)!;
      return {
        range: /sqref="(.*?)"/.exec(attributes!)![1]!,
        strict: attributes!.includes('showErrorMessage="1"'),
        words: Array.from(
          { length: Number(last) },
          (_, index) => options.cells.find(({ address }) => address === `${letters}${index + 1}`)?.value,
        ),
      };
    },
  );
}

describe('templates', () => {
  it('have a sheet of rules first and the words of their lists last, hidden', () => {
    expect(files.map(({ name }) => name)).toEqual([
      '评审项目.xlsx',
      '投标文件要素.xlsx',
      '评委评分表.xlsx',
      '开标接收记录.xlsx',
      '评审过程记录.xlsx',
    ]);
    for (const { sheets } of books.values()) {
      expect([sheets[0]!.name, sheets.at(-1)!.name]).toEqual(['说明', '选项']);
      expect(sheets.map(({ hidden }) => hidden)).toEqual(
        sheets.map((_, index) => index === sheets.length - 1),
      );
    }
  });

  it('keep every cell as text and the heads in sight', () => {
    for (const { parts, pathOf, sheets } of books.values()) {
      const book = parts['xl/styles.xml']!;
      const text = /<numFmt [^>]*formatCode="@"[^>]*>/.exec(book)![0].match(/numFmtId="(\d+)"/)![1];
      const cells = /<cellXfs.*<\/cellXfs>/s.exec(book)![0];
      const styles = [...cells.matchAll(/<xf [^>]*>/g)].map(([xf]) => xf.includes(`numFmtId="${text}"`));
      for (const sheet of sheets.slice(1, -1)) {
        const xml = parts[pathOf(sheet.name)]!;
        expect(xml).toMatch(/<pane ySplit="3"[^>]*topLeftCell="A4"[^>]*state="frozen"/);
        const used = [...xml.matchAll(/<c r="[A-Z]+(\d+)" s="(\d+)"/g)].filter(
          (match) => Number(match[1]) > 2,
        );
        expect(used.length).toBeGreaterThan(5);
        expect(used.filter((match) => !styles[Number(match[2])])).toEqual([]);
        expect(xml).not.toMatch(/<f>/);
      }
    }
  });

  it('put lists where the format wants them, with words in every place', () => {
    let count = 0;
    for (const [name, { parts, pathOf, sheets }] of books) {
      for (const sheet of sheets.slice(0, -1)) {
        const lists = listsOf(name, sheet.name);
        count += lists.length;
        for (const { words } of lists) expect(words.every((word) => word !== undefined)).toBe(true);
        const order = [
          ...parts[pathOf(sheet.name)]!.replace(/<sheetData>.*<\/sheetData>/s, '').matchAll(/<(\w+)[ >]/g),
        ]
          .map((match) => match[1]!)
          .filter((tag) =>
            [
              'sheetPr',
              'sheetViews',
              'cols',
              'mergeCells',
              'dataValidations',
              'pageMargins',
              'pageSetup',
            ].includes(tag),
          );
        const wanted = [
          'sheetPr',
          'sheetViews',
          'cols',
          'mergeCells',
          'dataValidations',
          'pageMargins',
          'pageSetup',
        ];
        expect(order).toEqual(wanted.filter((tag) => order.includes(tag)));
        expect(order.includes('dataValidations')).toBe(lists.length > 0);
      }
    }
    expect(count).toBeGreaterThan(60);
  });

  it('offer words of enumerations strictly, and ids with their titles as a help', () => {
    const forms = listsOf('投标文件要素.xlsx', '格式文件');
    expect(forms.find(({ range }) => range === 'E4:E1000')).toMatchObject({
      words: ['是', '否'],
      strict: true,
    });
    expect(forms.find(({ range }) => range === 'G4:G1000')).toMatchObject({ strict: false });
    const ids = forms.find(({ range }) => range === 'A4:A1000')!;
    expect(ids.strict).toBe(false);
    expect(ids.words[0]).toBe(`${tender.forms!.forms[0]!.id} ${tender.forms!.forms[0]!.title}`);
    for (const word of listsOf('评审过程记录.xlsx', '澄清').flatMap(({ words }) => words))
      expect(word).toMatch(/^[^、；\n]+$/);
  });

  it('list the tender’s forms, clauses, promises, criteria and items', () => {
    const forms = column(sheetOf('投标文件要素.xlsx', '格式文件'), 'A');
    expect(forms).toEqual([
      ...tender.forms!.forms.filter(({ suppliedBy }) => suppliedBy !== 'agency').map(({ id }) => id),
      ...tender.forms!.demandedWithoutForm.map(({ id }) => id),
    ]);
    const clauses = column(sheetOf('投标文件要素.xlsx', '▲与其他条款响应'), 'A');
    const starred = tender.checkables.filter(({ starred: has }) => has).map(({ id }) => id);
    expect(clauses.slice(0, starred.length)).toEqual(starred);
    expect(column(sheetOf('投标文件要素.xlsx', '服务承诺'), 'B')).toEqual(['重大故障', '一般故障']);
    const grid = sheetOf('评委评分表.xlsx', '评分表');
    expect(column(grid, 'A')).toEqual([...markedCriteria(tender).map(({ id }) => id), '合计']);
    expect(column(grid, 'C')).toEqual(markedCriteria(tender).map(({ points }) => points));
    for (const section of ['qualification', 'compliance', 'collusion'] as const) {
      const sheet = { qualification: '资格审查', compliance: '符合性审查', collusion: '串通线索审查' }[
        section
      ];
      expect(column(sheetOf('评审过程记录.xlsx', sheet), 'B')).toEqual(
        tender.review![section].items.map(({ title }) => title),
      );
    }
  });

  it('offer the levels of a criterion where it has levels', () => {
    const criteria = markedCriteria(tender);
    const lists = listsOf('评委评分表.xlsx', '评分表');
    for (const [index, criterion] of criteria.entries()) {
      const list = lists.find(({ range }) => range === `E${index + 4}:N${index + 4}`);
      if (criterion.kind !== 'one-of-levels') continue;
      expect(list?.words).toEqual(criterion.levels.map(({ points }) => points));
    }
    expect(criteria.some(({ kind }) => kind === 'one-of-levels')).toBe(true);
  });

  it('are written for a tender that says less', async () => {
    const root = fileURLToPath(new URL('../../fixtures/tenders', import.meta.url));
    const second = loadTender('second', { root, catalogue: loadCatalogue() });
    const { review: _review, forms: _forms, committee: _committee, ...less } = second;
    const written = await writeRoundTemplates(less);
    expect(written.map(({ bytes }) => bytes.length > 1000)).toEqual([true, true, true, true, true]);
  });

  it('give a sheet the bids that it is filled with', async () => {
    const { name, bytes } = await writeRoundWorkbook('score-sheet', tender, {
      member: 'M1',
      marks: { B1: {}, B2: {} },
    });
    const grid = readWorkbook(name, bytes).find((sheet) => sheet.name === '评分表')!;
    expect(grid.cells.filter(({ row, column: at }) => row === 3 && at > 4).map(({ value }) => value)).toEqual(
      ['B1', 'B2'],
    );
  });
});
