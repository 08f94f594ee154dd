import { describe, expect, it } from 'vitest';
import { pdfPages } from '../../../intake/attest/pdf-pages.ts';
import { recognise } from '../../../intake/attest/recognise.ts';
import { partsOf, workbookOf, zipOf } from '../workbook.ts';
import { jpegOf, packed, pagedPdf, pdfOf, plainPdf, pngOf } from './files.ts';

const workbook = partsOf([{ rows: [['a']] }]);
const word = { '[Content_Types].xml': '<Types/>', 'word/document.xml': '<w/>' };
const refusalOf = (bytes: Uint8Array) => recognise(bytes).refusal?.message ?? 'taken';
const bytesOf = (text: string) => Buffer.from(text, 'latin1');

describe('what a file is, by its content', () => {
  it.each([
    ['pdf', plainPdf()],
    ['png', pngOf()],
    ['jpeg', jpegOf()],
    ['xlsx', workbookOf({ rows: [['a', 1]] })],
    ['docx', zipOf(word)],
    ['text', Buffer.from('时间,温度\n2030-01-01 00:00:00,20\n')],
    ['text', Buffer.from([0xca, 0xb1, 0xbc, 0xe4])],
  ])('%s', (format, bytes) => {
    expect(recognise(bytes)).toEqual({ format });
  });
});

describe('what is refused, with a remedy', () => {
  const encrypted = zipOf(word);
  const marked = new Uint8Array(encrypted);
  for (let at = 0; at < marked.length - 10; at++)
    if (marked[at] === 0x50 && marked[at + 1] === 0x4b && marked[at + 2] === 1 && marked[at + 3] === 2)
      marked[at + 8] = 1;
  const script = '<< /S /JavaScript /JS (app.alert(1)) >>';
  const compound = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
  it.each([
    ['为空', new Uint8Array()],
    ['宏或控件', zipOf({ ...workbook, 'xl/vbaProject.bin': 'x' })],
    ['宏或控件', zipOf({ ...word, 'word/activeX/activeX1.xml': '<x/>' })],
    ['内嵌', zipOf({ ...word, 'word/embeddings/oleObject1.bin': 'x' })],
    ['已加密', marked],
    ['压缩炸弹', zipOf({ ...word, 'word/big.xml': ' '.repeat(33_000_000) })],
    ['不是 DOCX 或 XLSX', zipOf({ 'a.txt': 'x' })],
    ['损坏', zipOf(word).slice(0, 40)],
    ['打开密码', Buffer.from([...compound, ...Buffer.from('EncryptedPackage', 'utf16le')])],
    ['旧版', Buffer.from([...compound, 0, 0, 0, 0])],
    ['脚本', pdfOf('<< /Type /Catalog /OpenAction 2 0 R >>', script)],
    ['脚本', pdfOf('<< /S /J#61vaScript >>')],
    ['脚本', pdfOf('<< >>', packed(`1 0 ${script}`))],
    ['脚本', pdfOf('<< /XFA [(a) 3 0 R] >>')],
    ['脚本', pdfOf(`(x)\n% stream\n${script}\n% endstream`)],
    ['启动', pdfOf('<< /S /Launch /F (cmd.exe) >>')],
    ['夹带', pdfOf('<< /Names << /EmbeddedFiles 3 0 R >> >>')],
    ['打开密码', pdfOf('<< >>', 'trailer << /Encrypt 5 0 R >>')],
    ['无法检查', pdfOf('<< >>', packed('1 0 x', '/LZWDecode'))],
    ['无法检查', pdfOf('<< >>', packed('1 0 x', '5 0 R'))],
    ['压缩炸弹', pdfOf('<< >>', packed(' '.repeat(65_000_000)))],
    ['缺少结尾', plainPdf().slice(0, 30)],
    ['损坏', pngOf().slice(0, -6)],
    ['过大', pngOf(20_000, 20_000)],
    ['过大', jpegOf(20_000, 20_000)],
    ['损坏', jpegOf().slice(0, -1)],
    ['不是 PDF', bytesOf('\x7fELF\0\0\0')],
    ['不是 PDF', bytesOf('MZ\0\0')],
    ['不是 PDF', bytesOf('<html><script>1</script>')],
    ['不是 PDF', bytesOf('#!/bin/sh\nrm')],
  ])('%s', (why, bytes) => {
    const { refusal } = recognise(bytes);
    expect(refusal?.message).toContain(why);
    expect(refusal?.remedy.length).toBeGreaterThan(5);
  });
  it('takes what only looks similar', () => {
    expect(refusalOf(pngOf(10_000, 10_000))).toBe('taken');
    expect(refusalOf(pngOf(10_001, 10_000))).toContain('过大');
    expect(refusalOf(pdfOf('<< /JavaScriptless true /Encrypted false >>'))).toBe('taken');
    expect(refusalOf(pdfOf('<< >>', packed('1 0 << /Type /Page >>')))).toBe('taken');
  });
});

describe('how many pages a PDF has', () => {
  it.each([
    ['a plain tree', pagedPdf(3), 3],
    ['an empty tree', plainPdf(), 0],
    [
      'the greatest of several trees',
      pdfOf('<< /Type /Pages /Count 2 >>', '<< /Count 5 /Kids [] /Type /Pages >>'),
      5,
    ],
    ['a packed tree', pdfOf('<< /Type /Catalog >>', packed('<< /Type /Pages /Count 7 >>')), 7],
    ['none that is known', pdfOf('<< /Type /Catalog >>', '<< /Type /Page /Count 9 >>'), undefined],
  ])('%s', (_, bytes, pages) => {
    expect(pdfPages(bytes)).toBe(pages);
  });
});
