import { XMLParser } from 'fast-xml-parser';
import { strFromU8, unzipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { renderDocx } from '../../reports/formats/docx.ts';
import { renderJson } from '../../reports/formats/json.ts';
import { formatNames, render, testReport } from '../../reports/index.ts';
import { outcomeNames, outcomes } from '../../spec/index.ts';
import { formula, hostileName, rareName, sample, sampleSource } from './fixture.ts';

const document = testReport({ ...sample, source: sampleSource });
let bytes: Uint8Array;
let files: Record<string, string>;

function textOf(xml: string): string {
  return [...xml.matchAll(/<w:t(?:\s[^>]*)?>([^<]*)<\/w:t>/g)]
    .map((match) => match[1]!)
    .join('')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}

beforeAll(async () => {
  bytes = await renderDocx(document);
  files = Object.fromEntries(Object.entries(unzipSync(bytes)).map(([name, data]) => [name, strFromU8(data)]));
});

describe('docx', () => {
  it('carries every heading as a real heading of Word', () => {
    const paragraphs = [
      ...files['word/document.xml']!.matchAll(
        /<w:p>(?:(?!<\/w:p>).)*<w:pStyle w:val="Heading(\d)"\/>.*?<\/w:p>/g,
      ),
    ];
    expect(paragraphs.map((match) => [Number(match[1]), textOf(match[0])])).toEqual(
      document.sections.map((section) => [section.level, section.heading]),
    );
  });

  it('carries names, rare characters, formulas and outcomes as text', () => {
    const text = textOf(files['word/document.xml']!);
    for (const each of [hostileName, rareName, formula, '签字：', '本报告只陈述测试结果'])
      expect(text).toContain(each);
    for (const name of outcomeNames) expect(text).toContain(outcomes[name]);
    for (const word of ['验收结论', '合格', '国密合规', '等保符合']) expect(text).not.toContain(word);
  });

  it('puts page marks and page numbers on every page', () => {
    expect(textOf(files['word/header1.xml']!)).toContain('对象为仿真平台，不作为验收依据　·　未签名');
    expect(files['word/footer1.xml']).toMatch(/PAGE.*NUMPAGES/s);
  });

  it('repeats table heads, names Chinese faces and the language', () => {
    const body = files['word/document.xml']!;
    const tables = document.sections.flatMap((section) =>
      section.blocks.filter((block) => block.kind === 'table'),
    );
    expect(body.match(/<w:tblHeader\/>/g)).toHaveLength(tables.length);
    expect(files['word/styles.xml']).toContain('w:eastAsia="宋体"');
    expect(files['word/styles.xml']).toContain('w:eastAsia="黑体"');
    expect(files['word/styles.xml']).toContain('<w:lang w:val="zh-CN" w:eastAsia="zh-CN"/>');
    expect(Object.keys(files).filter((name) => name.endsWith('.png'))).toHaveLength(2);
  });

  it('is well-formed XML even when a text holds control characters', async () => {
    const hostile = {
      ...document,
      sections: document.sections.slice(0, 2),
      title: '甲\u0000\u0008\u001b乙\ud800',
    };
    const parts = unzipSync(await renderDocx(hostile));
    const parser = new XMLParser({ ignoreAttributes: false });
    for (const [name, data] of Object.entries(parts))
      if (name.endsWith('.xml')) expect(() => parser.parse(strFromU8(data), true)).not.toThrow();
    const body = parts['word/document.xml']!;
    expect(body.filter((byte) => byte < 32 && ![9, 10, 13].includes(byte))).toHaveLength(0);
    expect(strFromU8(parts['docProps/core.xml']!)).toContain('甲乙〓');
  });

  it('gives equal bytes for equal documents', async () => {
    expect(Buffer.compare(await renderDocx(testReport({ ...sample, source: sampleSource })), bytes)).toBe(0);
  });
});

describe('formats', () => {
  it('renders each format to bytes of its kind', async () => {
    const heads = {
      html: '<!doctype html>',
      pdf: '%PDF-1.',
      docx: 'PK\u0003\u0004',
      json: '{\n',
      xlsx: 'PK\u0003\u0004',
    };
    const short = { ...document, sections: document.sections.slice(0, 2) };
    for (const name of formatNames) {
      const head = Buffer.from(await render(name, short))
        .subarray(0, heads[name].length)
        .toString('latin1');
      expect(head).toBe(heads[name]);
    }
  });

  it('gives the document back from JSON', () => {
    expect(JSON.parse(renderJson(document))).toEqual(document);
  });

  it('refuses a name that is no format', async () => {
    await expect(render('odt', document)).rejects.toThrow(
      /USAGE_UNKNOWN_FORMAT.*html、pdf、docx、json、xlsx/,
    );
  });
});
