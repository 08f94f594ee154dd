import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { columnLetters, columnNumber, readWorkbook } from '../../intake/xlsx.ts';
import { openZip, zipLimits } from '../../intake/zip.ts';
import { Fault } from '../../spec/index.ts';
import { partsOf, workbookOf, zipOf } from './workbook.ts';

const read = (bytes: Uint8Array) => readWorkbook('清单.xlsx', bytes);

function refused(bytes: Uint8Array): string {
  try {
    read(bytes);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    expect(error.code).toBe('INTAKE_UNREADABLE');
    expect(error.problems[0]?.file).toBe('清单.xlsx');
    expect(error.problems[0]?.remedy).toBeTruthy();
    return error.problems[0]?.message ?? '';
  }
  throw new Error('was read');
}

/** Sets a field of the first entry in both headers of an archive. */
function forge(bytes: Uint8Array, field: 'size' | 'flag', value: number): Uint8Array {
  const copy = Buffer.from(bytes);
  const directory = copy.indexOf(Buffer.from('504b0102', 'hex'));
  if (field === 'size') copy.writeUInt32LE(value, directory + 24);
  else copy.writeUInt16LE(value, directory + 8);
  return copy;
}

describe('readWorkbook', () => {
  it('reads text, rich text, numbers, truth values, formulas and errors with their addresses', () => {
    const rows = [
      [
        ' a & <b> ',
        12.5,
        { xml: '<c r="@" t="b"><v>1</v></c>' },
        { xml: '<c r="@" t="s"><v>2</v></c>' },
        { xml: '<c r="@"><f>SUM(A1:A2)</f><v>3</v></c>' },
        { xml: '<c r="@"><f>NOW()</f></c>' },
        { xml: '<c r="@" t="e"><v>#DIV/0!</v></c>' },
        { xml: '<c r="@" t="str"><f>A1</f><v>文</v></c>' },
      ],
      [
        null,
        { xml: '<c r="@" s="3"/>' },
        { xml: '<c r="@" t="s"><v>9</v></c>' },
        { xml: '<c r="@"><v>1,2</v></c>' },
      ],
    ];
    const strings =
      '<sst><si/><si><t/></si><si><r><t>丰</t></r><r><rPr/><t xml:space="preserve"> &#x5BCC;_x000A_</t></r><rPh><t>ふ</t></rPh></si></sst>';
    const [sheet] = read(zipOf(partsOf([{ rows }], { 'xl/sharedStrings.xml': strings })));
    const seen = Object.fromEntries(
      sheet!.cells.map(({ address, value, formula, error }) => [address, [value, formula, error]]),
    );
    expect(seen).toEqual({
      A1: [' a & <b> ', undefined, undefined],
      B1: [12.5, undefined, undefined],
      C1: [true, undefined, undefined],
      D1: ['丰 富\n', undefined, undefined],
      E1: [3, 'SUM(A1:A2)', undefined],
      F1: [undefined, 'NOW()', undefined],
      G1: [undefined, undefined, '#DIV/0!'],
      H1: ['文', 'A1', undefined],
      C2: [undefined, undefined, '内容损坏：9'],
      D2: [undefined, undefined, '内容损坏：1,2'],
    });
  });

  it('places cells that carry no address, and follows prefixed names', () => {
    const xml =
      '<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c><x:c><x:v>2</x:v></x:c></x:row><x:row/><x:row><x:c r="AB3"><x:v>3</x:v></x:c></x:row></x:sheetData></x:worksheet>';
    const [sheet] = read(zipOf(partsOf([{ rows: [] }], { 'xl/worksheets/sheet1.xml': xml })));
    expect(sheet?.cells.map(({ address, row, column }) => [address, row, column])).toEqual([
      ['A1', 1, 1],
      ['B1', 1, 2],
      ['AB3', 3, 28],
    ]);
  });

  it('tells merged ranges and hidden sheets', () => {
    const sheets = read(
      workbookOf({ rows: [['甲']], merges: ['A1:B1'] }, { name: '藏', rows: [], state: 'hidden' }),
    );
    expect(sheets.map(({ name, hidden, merges }) => [name, hidden, merges])).toEqual([
      ['Sheet1', false, ['A1:B1']],
      ['藏', true, []],
    ]);
  });

  it('knows columns by letter', () => {
    expect([1, 26, 27, 28, 702, 703].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'AB', 'ZZ', 'AAA']);
    expect(['A', 'Z', 'AA', 'ZZ', 'AAA'].map(columnNumber)).toEqual([1, 26, 27, 702, 703]);
  });
});

describe('what is not read, and why', () => {
  const good = workbookOf({ rows: [['甲']] });
  const ole = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

  it.each([
    ['an empty file', new Uint8Array(), '不是 XLSX'],
    ['plain text', strToU8('序列号,型号\n1,2\n'.repeat(20)), '不是 XLSX'],
    ['half a file', good.subarray(0, good.length / 2), '不是 XLSX'],
    ['.xls', Uint8Array.from([...ole, ...new Array(600).fill(0)]), '旧版 .xls'],
    ['encryption', Uint8Array.from([...ole, ...Buffer.from('EncryptedPackage', 'utf16le')]), '打开密码'],
    ['macros', zipOf(partsOf([{ rows: [] }], { 'xl/vbaProject.bin': 'x' })), '宏'],
    [
      'macros of the fourth version',
      zipOf(partsOf([{ rows: [] }], { 'xl/macrosheets/sheet1.xml': '<a/>' })),
      '宏',
    ],
    ['an encrypted entry', forge(good, 'flag', 1), '已加密'],
    ['a text document', zipOf({ ...partsOf([]), 'xl/workbook.xml': '<document/>' }), '不是电子表格'],
    ['a lost sheet', zipOf(withoutSheet()), 'sheet1.xml 缺失'],
    [
      'XML that breaks off',
      zipOf(partsOf([{ rows: [] }], { 'xl/worksheets/sheet1.xml': '<worksheet>' })),
      '损坏',
    ],
    ['multiplying entities', zipOf(partsOf([{ rows: [] }], { 'xl/sharedStrings.xml': bomb() })), '损坏'],
    ['another encoding', zipSync({ '_rels/.rels': new Uint8Array([0xff, 0xfe, 0x3c, 0]) }), '损坏'],
    ['no relations at all', zipSync({ a: strToU8('b') }), '_rels/.rels 缺失'],
  ])('%s', (_, bytes, message) => {
    expect(refused(bytes)).toContain(message);
  });

  function withoutSheet() {
    const { 'xl/worksheets/sheet1.xml': _, ...parts } = partsOf([{ rows: [] }]);
    return parts;
  }
  function bomb() {
    return '<!DOCTYPE s [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>';
  }

  it('an archive that would unpack beyond the limit, before unpacking it', () => {
    const half = new Uint8Array(zipLimits.unpackedBytes / 2 + 1);
    expect(refused(zipSync({ a: half, b: half }))).toContain('压缩炸弹');
  });

  it('more entries than a workbook has', () => {
    const many = Object.fromEntries(
      Array.from({ length: zipLimits.entries + 1 }, (_, i) => [`${i}`, strToU8('')]),
    );
    expect(refused(zipSync(many, { level: 0 }))).toContain('超过');
  });

  it('a file beyond the limit', () => {
    expect(refused(new Uint8Array(zipLimits.fileBytes + 1))).toContain('MB');
  });

  it('content larger, smaller or other than its directory declares', () => {
    const bytes = zipSync({ a: new Uint8Array(5_000_000).fill(65) });
    const one = (archive: Uint8Array) => openZip(archive).entries?.[0]?.read();
    expect(one(bytes)?.length).toBe(5_000_000);
    expect(one(forge(bytes, 'size', 100))).toBeUndefined();
    expect(one(forge(bytes, 'size', 5_000_001))).toBeUndefined();
    const stored = Buffer.from(zipSync({ a: strToU8('content') }, { level: 0 }));
    stored.write('CONTENT', stored.indexOf('content'));
    expect(one(stored)).toBeUndefined();
  });

  it('two entries of one name', () => {
    const bytes = Buffer.from(zipSync({ 'x/a': strToU8('1'), 'x/b': strToU8('2') }));
    bytes.write('x/a', bytes.lastIndexOf('x/b'));
    expect(refused(bytes)).toContain('出现两次');
  });
});
