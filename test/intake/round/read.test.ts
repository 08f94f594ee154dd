import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRound, readRoundHead } from '../../../intake/index.ts';
import { canonicalJson } from '../../../spec/index.ts';
import { bidOf, roundOf, tender } from '../../evaluators/scoring/fixture.ts';
import { faultOf, filesOf, problemsOf, readFiles, writeRound } from './round-folder.ts';

describe('a plain round', () => {
  it('is read as it was written', async () => {
    const { digest, ...read } = await readFiles(filesOf());
    const { digest: _other, ...written } = roundOf();
    const bySheet = written.sheets.toSorted((a, b) => (a.member < b.member ? -1 : 1));
    expect(canonicalJson(read)).toBe(canonicalJson({ ...written, sheets: bySheet }));
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it('has one digest, whatever the notation, and another once a fact changes', async () => {
    const files = filesOf();
    const { digest } = await readFiles(files);
    const asJson = {
      ...files,
      'round.yaml': undefined,
      'round.json': files['round.yaml'],
      'bids/beta.yaml': undefined,
      'bids/beta/bid.json': files['bids/beta.yaml'],
    };
    expect((await readFiles(asJson)).digest).toBe(digest);
    const other = { ...files, 'bids/beta.yaml': bidOf('beta', '85.01') };
    expect((await readFiles(other)).digest).not.toBe(digest);
  });

  it('needs nothing but the round and its bids', async () => {
    const { 'round.yaml': round, 'bids/alpha.yaml': alpha } = filesOf();
    const read = await readFiles({ 'round.yaml': round, 'bids/alpha.yaml': alpha });
    expect(read).toMatchObject({ admissions: [], proceedings: {}, sheets: [], signing: {}, texts: [] });
  });

  it('ignores what is hidden and what is no data', async () => {
    const files = filesOf();
    const beside = { 'README.md': '#', '.DS_Store': 'x', 'bids/~$alpha.xlsx': 'x', 'reports/a.json': {} };
    await expect(readFiles({ ...files, ...beside })).resolves.toMatchObject({ head: { id: 'test-round' } });
  });

  it('tells its tender before that is loaded', async () => {
    const folder = writeRound({ ...filesOf(), 'bids/odd.doc': 'x' });
    await expect(readRoundHead(folder)).resolves.toMatchObject({ tender: tender.id });
    await expect(readRoundHead(folder, { tenders: ['other'] })).rejects.toMatchObject({
      code: 'INTAKE_INVALID',
      problems: [{ file: 'round.yaml', line: 3, path: 'tender', remedy: '可用：other' }],
    });
  });

  it('keeps markup in a name as text', async () => {
    const bidder = '<script>alert(1)</script>有限公司';
    const round = await readFiles({ ...filesOf(), 'bids/alpha.yaml': bidOf('alpha', '80.00', { bidder }) });
    expect(round.bids[0]!.bidder).toBe(bidder);
  });
});

describe('numbers without quotes', () => {
  const promises = 'promises:\n  - { promise: PROMISE, hours: HOURS }\n';
  const promise = tender
    .scoring!.groups.flatMap((group) => group.sections.flatMap((section) => section.criteria))
    .flatMap((criterion) => (criterion.kind === 'hours-saved' ? criterion.promises : []))[0]!.id;
  const withHours = (hours: string) => {
    const { promises: _none, ...bid } = bidOf('alpha');
    const text = `${JSON.stringify(bid).slice(0, -1)}, promises: [{ promise: ${promise}, hours: ${hours} }]}`;
    return { ...filesOf(), 'bids/alpha.yaml': text };
  };

  it.each(['3', '3.50', '85.10', '007', '-2', '12345678901234567890.10'])(
    'keep %s as written',
    async (hours) => {
      expect(promises).toContain('hours');
      expect((await readFiles(withHours(hours))).bids[0]!.promises).toEqual([{ promise, hours }]);
    },
  );

  it.each(['1e3', '0x10', '.5', '.inf', 'true', '3小时'])('refuse %s', async (hours) => {
    const [problem, ...others] = await problemsOf(withHours(hours));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ file: 'bids/alpha.yaml', line: 1, path: 'promises/0/hours' });
    expect(problem!.message).toContain('十进制数');
  });

  it('are taken in marks of JSON, too, and nowhere else', async () => {
    const files = filesOf();
    const [name, sheet] = Object.entries(files).find(([file]) => file.startsWith('scores/'))!;
    const text = JSON.stringify(sheet, undefined, 2).replaceAll(/: "9"/g, ': 9.0');
    const json = { ...files, [name]: undefined, [name.replace('.yaml', '.json')]: text };
    const marks = Object.values(
      (await readFiles(json)).sheets.find((one) => one.member === (sheet as { member: string }).member)!
        .marks,
    );
    expect(Object.values(marks[0]!)).toContain('9.0');
    const bare = JSON.stringify(bidOf('alpha')).replaceAll('"80.00%"', '80.00');
    const problems = await problemsOf({ ...files, 'bids/alpha.yaml': bare });
    expect(problems[0]).toMatchObject({ path: 'quote/stated/0/digits', remedy: '加上引号' });
  });
});

describe('a file that is no data', () => {
  const alpha = (content: unknown) => ({ ...filesOf(), 'bids/alpha.yaml': content });
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']
    .map(
      (name, index, all) =>
        `${name}: &${name} [${Array(9)
          .fill(`*${index === 0 ? 'a' : all[index - 1]}`)
          .join(',')}]`,
    )
    .join('\n')}\n`;

  const ladder = Array.from({ length: 1500 }, (_, index) => `${' '.repeat(index)}a:`).join('\n');

  it.each([
    ['an alias bomb', bomb, '别名', undefined],
    ['brackets without end', '['.repeat(2_000_000), '嵌套过深', 1],
    ['braces without end', 'a: {'.repeat(500_000), '嵌套过深', 1],
    ['lists in lists without end', `id: alpha\n${'- '.repeat(1_000_000)}`, '嵌套过深', 2],
    ['keys of keys without end', '? '.repeat(1_000_000), '嵌套过深', 1],
    ['ever further to the right', ladder, '嵌套过深', 202],
    ['a bracket that stays open', 'id: [alpha\nbidder: b\n', 'YAML 语法错误', undefined],
    ['a doubled key', 'id: alpha\nid: beta\n', 'YAML 语法错误', 2],
    ['another encoding', Buffer.from([0x69, 0x64, 0x3a, 0x20, 0xb1, 0xea]), '不是 UTF-8', undefined],
    ['UTF-16', Buffer.from('\ufeffid: alpha', 'utf16le'), '不是 UTF-8', undefined],
    ['a NUL', 'id: alpha\nbidder: a\0b\n', 'U+0000', 2],
    ['nothing', '', '键值表', undefined],
    ['too much', 'x'.repeat(5_000_000), '超过 4 MB', undefined],
  ])('%s', async (_what, content, message, line) => {
    const problems = await problemsOf(alpha(content));
    expect(problems[0]).toMatchObject({ file: 'bids/alpha.yaml', ...(line ? { line } : {}) });
    expect(problems[0]!.message).toContain(message);
    expect(problems[0]!.remedy).toBeTruthy();
    // Nobody else's file is blamed for it.
    expect(new Set(problems.map(({ file }) => file))).toEqual(new Set(['bids/alpha.yaml']));
  });

  it.each([
    ['an escaped NUL', 'a\\u0000b'],
    ['a turned direction', 'a\\u202Eb'],
    ['half a character', 'a\\uD800b'],
  ])('%s in a name', async (_what, name) => {
    const text = JSON.stringify(bidOf('alpha', '80.00', { bidder: 'NAME' })).replace('NAME', name);
    const problems = await problemsOf({
      ...filesOf(),
      'bids/alpha.yaml': undefined,
      'bids/alpha.json': text,
    });
    expect(problems).toMatchObject([{ file: 'bids/alpha.json', line: 1, path: 'bidder' }]);
  });

  it('JSON that only YAML would take', async () => {
    const problems = await problemsOf({
      ...filesOf(),
      'signing.yaml': undefined,
      'signing.json': 'signed: []\n',
    });
    expect(problems).toMatchObject([{ file: 'signing.json', message: '不是合法的 JSON' }]);
  });

  it.each([
    ['bids/delta.xls', '另存为'],
    ['bids/delta.xlsm', '另存为'],
    ['bids/delta.yml', '.yaml'],
    ['bids/delta.doc', '附件'],
    ['scoring.yaml', 'proceedings.yaml'],
    ['score/x.yaml', 'scores'],
    ['bids/delta/note.txt', 'bid.yaml'],
    ['scores/a/b.yaml', 'scores'],
  ])('%s has no place', async (name, remedy) => {
    const problems = await problemsOf({ ...filesOf(), [name]: 'x' });
    expect(problems).toHaveLength(1);
    expect(name.startsWith(problems[0]!.file!)).toBe(true);
    expect(problems[0]!.remedy).toContain(remedy);
  });

  it('a link to a file, a folder or nowhere', async () => {
    const folder = writeRound(filesOf());
    symlinkSync(join(folder, 'bids/alpha.yaml'), join(folder, 'bids/delta.yaml'));
    symlinkSync(join(folder, 'bids'), join(folder, 'bids/epsilon'));
    symlinkSync('nowhere', join(folder, 'freeze.json'));
    const { problems } = await faultOf(folder);
    expect(problems.map(({ file }) => file).sort()).toEqual([
      'bids/delta.yaml',
      'bids/epsilon',
      'freeze.json',
    ]);
    expect(problems.every(({ message }) => message.includes('符号链接'))).toBe(true);
  });

  it('thousands of files', async () => {
    const many = Object.fromEntries(Array.from({ length: 2100 }, (_, index) => [`bids/x${index}.doc`, '']));
    const problems = await problemsOf({ ...filesOf(), ...many });
    expect(problems.some(({ message }) => message.includes('超过 2000 个'))).toBe(true);
    expect(problems.length).toBeLessThanOrEqual(1001);
    expect(problems.at(-1)!.message).toMatch(/另有 \d+ 处/);
  });

  it('a folder that is not there', async () => {
    await expect(readRound('no-such-round', { tender })).rejects.toMatchObject({ code: 'INTAKE_UNREADABLE' });
    const problems = await problemsOf({ 'notes.md': '' });
    expect(problems.map(({ file }) => file)).toEqual(['bids/', 'round.yaml']);
  });

  it('two files for one thing', async () => {
    const files = filesOf();
    const problems = await problemsOf({
      ...files,
      'admission.json': files['admission.yaml'],
      'bids/alpha/bid.yaml': files['bids/alpha.yaml'],
      'bids/beta.json': files['bids/beta.yaml'],
    });
    expect(problems.map(({ file }) => file)).toEqual([
      'admission.yaml',
      'bids/beta.yaml',
      'bids/alpha/bid.yaml',
    ]);
    expect(problems.every(({ remedy }) => remedy === '只留一份')).toBe(true);
  });

  it('never shows the number of a person', async () => {
    const identity = '410802199001011237';
    const people = [1, 2].map((n) => ({ name: `人${n}`, identity, role: 'staff', certificates: [] }));
    const repeated = { ...bidOf('alpha'), people };
    const bare = JSON.stringify({ ...bidOf('beta'), people }).replaceAll(`"${identity}"`, identity);
    const asId = { ...bidOf('gamma'), forms: [{ form: identity }] };
    const fault = await faultOf(
      writeRound({
        ...filesOf(),
        'bids/alpha.yaml': repeated,
        'bids/beta.yaml': bare,
        'bids/gamma.yaml': asId,
      }),
    );
    expect(new Set(fault.problems.map(({ file }) => file)).size).toBe(3);
    expect(fault.message).toContain('证件号与第 1 项重复');
    expect(fault.message).not.toMatch(/4108021990|41080219900101/);
  });
});
