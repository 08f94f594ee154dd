import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bidOf } from '../../evaluators/scoring/fixture.ts';
import { asDocx, asPdf } from '../tender-text/printing.ts';
import { faultOf, filesOf, problemsOf, readFiles, writeRound } from './round-folder.ts';

/** The plain round whose first bid names texts and stands in a folder with them. */
const withTexts = (texts: Record<string, string | Uint8Array | undefined>) => ({
  ...filesOf(),
  'bids/alpha.yaml': undefined,
  'bids/alpha/bid.yaml': {
    ...bidOf('alpha'),
    documents: Object.keys(texts).map((text, index) => ({ name: `文件${index}`, text })),
  },
  ...Object.fromEntries(Object.entries(texts).map(([name, content]) => [`bids/alpha/${name}`, content])),
});

describe('texts of a bid', () => {
  it('are read page by page', async () => {
    const lines = (first: number) =>
      Array.from({ length: 60 }, (_, index) => `第${first + index}行运维服务方案的内容`).join('\n');
    const { texts } = await readFiles(
      withTexts({
        'a.txt': '第一页\n内容\f第二页',
        'parts/b.docx': await asDocx('方案能力\n实施步骤'),
        'c.pdf': await asPdf(lines(1)),
      }),
    );
    expect(texts.map(({ bid, document }) => `${bid} ${document}`)).toEqual([
      'alpha 文件0',
      'alpha 文件1',
      'alpha 文件2',
    ]);
    expect(texts[0]!.pages).toEqual(['第一页\n内容', '第二页']);
    expect(texts[1]!.pages).toHaveLength(1);
    expect(texts[1]!.pages[0]).toContain('实施步骤');
    expect(texts[2]!.pages.length).toBeGreaterThan(1);
    expect(texts[2]!.pages[0]).toContain('第1行');
    expect(texts[2]!.pages.at(-1)).toContain('第60行');
  });

  it('of a bid that is one file lie in the folder of its name', async () => {
    const documents = [{ name: 'a', text: 'alpha/a.txt' }];
    const files = {
      ...filesOf(),
      'bids/alpha.yaml': bidOf('alpha', '80', { documents }),
      'bids/alpha/a.txt': '甲',
    };
    expect((await readFiles(files)).texts).toEqual([{ bid: 'alpha', document: 'a', pages: ['甲'] }]);
    const beside = {
      ...files,
      'bids/alpha.yaml': bidOf('alpha', '80', { documents: [{ name: 'a', text: 'a.txt' }] }),
    };
    expect(await problemsOf({ ...beside, 'bids/a.txt': '甲' })).toMatchObject([{ path: 'documents/0/text' }]);
  });

  it.each(['../beta/a.txt', '/etc/hostname', 'x/../../a.txt', './a.txt', '..\\a.txt', 'C:a.txt', 'a//b.txt'])(
    'do not lie elsewhere: %s',
    async (text) => {
      const folder = writeRound(withTexts({}));
      writeFileSync(
        join(folder, 'bids/alpha/bid.yaml'),
        JSON.stringify({ ...bidOf('alpha'), documents: [{ name: 'a', text }] }),
      );
      const { problems } = await faultOf(folder);
      expect(problems).toMatchObject([{ file: 'bids/alpha/bid.yaml', line: 1, path: 'documents/0/text' }]);
      expect(problems[0]!.message).toContain('bids/alpha/');
    },
  );

  it('are not followed through links', async () => {
    const folder = writeRound(withTexts({ 'a.txt': '甲', 'deep/b.txt': '乙' }));
    rmSync(join(folder, 'bids/alpha/a.txt'));
    symlinkSync('/etc/hostname', join(folder, 'bids/alpha/a.txt'));
    rmSync(join(folder, 'bids/alpha/deep'), { recursive: true });
    mkdirSync(join(folder, 'outside'));
    writeFileSync(join(folder, 'outside/b.txt'), '乙');
    symlinkSync(join(folder, 'outside'), join(folder, 'bids/alpha/deep'));
    const { problems } = await faultOf(folder);
    expect(problems.map(({ message }) => message)).toEqual([
      'bids/alpha/a.txt 是符号链接，不予读取',
      'bids/alpha/deep 是符号链接，不予读取',
    ]);
  });

  it.each<[string, string, string | Uint8Array | undefined, string]>([
    ['is not there', 'a.txt', undefined, '文件不存在'],
    ['is of no kind that is read', 'a.wps', '甲', '不收这种文本'],
    ['is binary', 'a.txt', new Uint8Array([0, 1, 2, 255]), '不是文本文件'],
    ['is no PDF after its head', 'a.pdf', '%PDF-1.7 nothing', 'PDF'],
    ['is no DOCX after its head', 'a.docx', 'PK nothing', 'DOCX'],
  ])('that %s', async (_what, name, content, message) => {
    const problems = await problemsOf(withTexts({ [name]: content }));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ file: `bids/alpha/${name}` });
    expect(problems[0]!.message).toContain(message);
  });

  it('that is too large', async () => {
    const folder = writeRound(withTexts({ 'a.txt': '甲' }));
    truncateSync(join(folder, 'bids/alpha/a.txt'), 60_000_001);
    const { problems } = await faultOf(folder);
    expect(problems).toMatchObject([{ file: 'bids/alpha/a.txt', message: '文件超过 60 MB' }]);
  });
});
