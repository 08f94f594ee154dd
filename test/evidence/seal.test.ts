import { generateKeyPairSync } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  digestOf,
  digestOfRecord,
  foldRun,
  keepImport,
  keepJudgement,
  makeSigningKey,
  readJudgements,
  readPublicKey,
  readSigningKey,
  sealStateOf,
} from '../../evidence/index.ts';
import { Fault, type SealManifest } from '../../spec/index.ts';
import { allFiles, flip, keyFor, openWorkshop, type Workshop } from './sealing.ts';

let workshop: Workshop;
let keys: ReturnType<typeof keyFor>;
beforeAll(async () => {
  workshop = await openWorkshop();
  await workshop.run();
  keys = keyFor(workshop);
});
afterAll(() => workshop.remove());
const manifestOf = (directory: string, number = '001') =>
  JSON.parse(readFileSync(join(directory, 'seal', number, 'manifest.json'), 'utf8')) as SealManifest;

describe('a seal', () => {
  it('lists every file of the run, and holds with its key', async () => {
    const directory = await workshop.run(keys.sign);
    const manifest = manifestOf(directory);
    const listed = manifest.files.map(({ path }) => path);
    expect(listed).toEqual(allFiles(directory).filter((path) => !path.startsWith('seal/')));
    expect(listed.length).toBeGreaterThan(8);
    expect(manifest.files.every(({ sm3 }) => /^[0-9a-f]{64}$/.test(sm3 ?? ''))).toBe(true);
    const found = workshop.verify(directory, keys.trust);
    expect(found.differences).toEqual([]);
    expect(found.result).toBe('intact-signed');
    expect(found.doesNotProve.join()).toContain('不证明封存者是谁');
  });

  it('without a key is intact, never signed', async () => {
    const directory = await workshop.run({});
    const found = workshop.verify(directory);
    expect(found.result).toBe('intact-unsigned');
    expect(found.checks).toContainEqual({ id: 'signature', state: 'absent', message: '未签名' });
    expect(workshop.verify(directory, keys.trust).result).toBe('altered');
  });

  it('by a key that nobody vouches for is not taken as signed', async () => {
    const directory = await workshop.run(keys.sign);
    expect(workshop.verify(directory).result).toBe('intact-unsigned');
  });

  it('a run never sealed is held to itself', async () => {
    const directory = await workshop.run();
    expect(workshop.verify(directory).result).toBe('intact-unsigned');
    const evidence = allFiles(directory).find((path) => path.startsWith('evidence/'))!;
    flip(join(directory, evidence), 3);
    expect(workshop.verify(directory)).toMatchObject({
      result: 'altered',
      differences: [{ path: evidence }],
    });
  });

  it('over later revisions names the one before; what was sealed may only grow', async () => {
    const directory = await workshop.run(keys.sign);
    writeFileSync(join(directory, 'report', 'report.html'), '<!doctype html><title>重出</title>');
    expect(workshop.verify(directory, keys.trust).differences.map((d) => d.path)).toEqual([
      'report/report.html',
    ]);
    const second = await workshop.seal(directory, keys.sign);
    expect(second.number).toBe(2);
    expect(manifestOf(directory, '002').previous).toEqual({
      number: 1,
      manifest: digestOf(readFileSync(join(directory, 'seal/001/manifest.json'))),
    });
    expect(workshop.verify(directory, keys.trust).result).toBe('intact-signed');
    rmSync(join(directory, 'seal/001'), { recursive: true });
    const found = workshop.verify(directory, keys.trust);
    expect(found.result).toBe('altered');
    expect(found.differences).toContainEqual({
      path: 'seal/001',
      kind: 'missing',
      message: '缺少这一次封存',
    });
  });

  it('is refused over a directory that contradicts itself or an earlier seal', async () => {
    const directory = await workshop.run(keys.sign);
    const judgement = join(directory, 'judgements/judgement-001.json');
    writeFileSync(judgement, readFileSync(judgement, 'utf8').replace('"satisfied": 1', '"satisfied": 2'));
    await expect(workshop.seal(directory, keys.sign)).rejects.toThrow(/与第 1 次封存时不同/);
    expect(existsSync(join(directory, 'seal/002'))).toBe(false);
    const other = await workshop.run();
    flip(join(other, 'journal.ndjson'), 200);
    await expect(workshop.seal(other, keys.sign)).rejects.toThrow(/RECORD_INVALID/);
  });
});

describe('one bit flipped', () => {
  it.each([true, false])(
    'in every file at several positions is found and named (signed: %s)',
    async (signed) => {
      const directory = await workshop.run(signed ? keys.sign : {});
      const trust = signed ? keys.trust : {};
      const missed: string[] = [];
      let flips = 0;
      for (const path of allFiles(directory)) {
        const file = join(directory, path);
        const bits = statSync(file).size * 8;
        const positions = new Set([0, 5, bits >> 2, bits >> 1, (bits * 3) >> 2, bits - 6, bits - 1]);
        for (const position of [...positions].filter((each) => each >= 0 && each < bits)) {
          flip(file, position);
          flips += 1;
          const found = workshop.verify(directory, trust);
          if (found.result !== 'altered' || !found.differences.some((d) => d.path === path))
            missed.push(`${path} bit ${position}: ${found.result}`);
          flip(file, position);
        }
      }
      expect(missed).toEqual([]);
      expect(flips).toBeGreaterThan(80);
      expect(workshop.verify(directory, trust).differences).toEqual([]);
    },
  );

  it('names the line of the journal', async () => {
    const directory = await workshop.run(keys.sign);
    const text = readFileSync(join(directory, 'journal.ndjson'), 'utf8');
    writeFileSync(join(directory, 'journal.ndjson'), text.replace('TLSv1.2', 'TLSv1.1'));
    const line = text.slice(0, text.indexOf('TLSv1.2')).split('\n').length;
    expect(workshop.verify(directory, keys.trust).differences).toContainEqual(
      expect.objectContaining({ path: 'journal.ndjson', kind: 'altered', line }),
    );
    expect(() => foldRun(directory)).toThrow(`第 ${line} 行`);
  });
});

describe('files', () => {
  const changes: [string, (directory: string, path: string) => void, string, string][] = [
    ['removed', (directory, path) => rmSync(join(directory, path)), 'missing', ''],
    [
      'truncated',
      (directory, path) =>
        writeFileSync(join(directory, path), readFileSync(join(directory, path)).subarray(1)),
      'altered',
      '',
    ],
    ['grown', (directory, path) => appendFileSync(join(directory, path), ' '), 'altered', ''],
    [
      'renamed',
      (directory, path) => renameSync(join(directory, path), join(directory, `${path}.old`)),
      'missing',
      '.old',
    ],
    [
      'replaced by a link',
      (directory, path) => {
        renameSync(join(directory, path), join(workshop.folder, 'aside'));
        symlinkSync(join(workshop.folder, 'aside'), join(directory, path));
      },
      'altered',
      '',
    ],
  ];
  it.each(changes)('%s: each is named', async (_, change, kind, added) => {
    const model = await workshop.run(keys.sign);
    for (const path of allFiles(model).filter((each) => !each.startsWith('seal/'))) {
      const directory = await workshop.run(keys.sign);
      change(directory, path);
      const found = workshop.verify(directory, keys.trust);
      expect(found.result, path).toBe('altered');
      expect(found.differences, path).toContainEqual(expect.objectContaining({ path, kind }));
      if (added)
        expect(found.differences).toContainEqual(
          expect.objectContaining({ path: `${path}${added}`, kind: 'added' }),
        );
      rmSync(directory, { recursive: true });
    }
  });

  it('added anywhere, also between the seals', async () => {
    const directory = await workshop.run(keys.sign);
    const strangers = [
      'evidence/zz/more',
      'judgements/judgement-002.json',
      'new.txt',
      'seal/001/more',
      'seal/more',
      'report/.lock',
    ];
    for (const path of strangers) {
      mkdirSync(join(directory, path, '..'), { recursive: true });
      writeFileSync(join(directory, path), '{}');
    }
    expect(
      workshop
        .verify(directory, keys.trust)
        .differences.map((d) => d.path)
        .sort(),
    ).toEqual(strangers.sort());
  });

  it('of a name that a list cannot hold are refused', async () => {
    const directory = await workshop.run();
    writeFileSync(join(directory, 'a\nb'), '');
    await expect(workshop.seal(directory)).rejects.toThrow(/RECORD_UNSEALED/);
  });
});

describe('a sealed run that goes on', () => {
  const imported = (directory: string) =>
    keepImport(directory, { label: '结果', bytes: Buffer.from('{"iops":1}') }, (evidence, number) => ({
      check: '5.1-1/main',
      tool: 'fio',
      version: '3',
      recordedAt: new Date().toISOString(),
      parameters: {},
      observation: { ...foldRun(directory).observations[0]!, id: `i-${number}`, evidence: [evidence] },
    }));
  const judgedAgain = (directory: string) => {
    const { revision: _, replaces: _r, ...rest } = readJudgements(directory).at(-1)!;
    const digest = digestOfRecord(foldRun(directory));
    return keepJudgement(directory, { ...rest, run: { ...rest.run, digest } }, '收下结果');
  };
  const paths = (list: readonly { path: string }[]) => list.map(({ path }) => path);

  it('is told from an altered one, and what came since is named', async () => {
    const directory = await workshop.run(keys.sign);
    const taken = await imported(directory);
    judgedAgain(directory);
    writeFileSync(join(directory, 'report/report.html'), '<!doctype html><title>再次</title>');
    const found = workshop.verify(directory, keys.trust);
    expect([found.result, found.differences]).toEqual(['grown', []]);
    const hex = taken.observation.evidence[0]!.digest.slice(7);
    expect(paths(found.growth)).toEqual([
      `evidence/${hex.slice(0, 2)}/${hex}`,
      'journal.ndjson',
      'judgements/judgement-002.json',
      'record.json',
      'report/report.html',
    ]);
    expect(found.formalGaps).toContain('封存之后有增加，须再次封存');
    expect(found.checks.filter(({ state }) => state === 'failed')).toEqual([]);

    const again = await workshop.seal(directory, keys.sign);
    expect(again.remarks[0]).toMatch(/自第 1 次封存以来：日志新增 1 行，新增文件 2 个，续写或重新写出 3 个/);
    const sealed = workshop.verify(directory, keys.trust);
    expect([sealed.result, sealed.growth, sealed.differences]).toEqual(['intact-signed', [], []]);
    expect(sealed.checks.find(({ id }) => id === 'earlier-seals')!.state).toBe('passed');
    expect(existsSync(join(directory, 'seal/001/manifest.json'))).toBe(true);
    expect(manifestOf(directory, '002').previous).toEqual({
      number: 1,
      manifest: digestOf(readFileSync(join(directory, 'seal/001/manifest.json'))),
    });
  });

  it('by a judgement alone is told too', async () => {
    const directory = await workshop.run(keys.sign);
    const { revision: _, replaces: _r, ...rest } = readJudgements(directory).at(-1)!;
    keepJudgement(directory, { ...rest, asOf: '2026-07-01T00:00:00+08:00' });
    const found = workshop.verify(directory, keys.trust);
    expect([found.result, paths(found.growth)]).toEqual(['grown', ['judgements/judgement-002.json']]);
  });

  it.each<[string, string, (directory: string) => void]>([
    ['evidence', 'evidence', (directory) => flip(evidenceIn(directory), 3)],
    [
      'an old judgement',
      'judgements/judgement-001.json',
      (directory) => flip(join(directory, 'judgements/judgement-001.json'), 400),
    ],
    ['the record', 'record.json', (directory) => flip(join(directory, 'record.json'), 400)],
    [
      'the beginning of the journal',
      'journal.ndjson',
      (directory) => flip(join(directory, 'journal.ndjson'), 400),
    ],
    ['a stranger', 'new.txt', (directory) => writeFileSync(join(directory, 'new.txt'), '')],
    [
      'evidence that no line names',
      'evidence',
      (directory) => {
        const hex = digestOf('stray').slice(7);
        mkdirSync(join(directory, 'evidence', hex.slice(0, 2)), { recursive: true });
        writeFileSync(join(directory, 'evidence', hex.slice(0, 2), hex), 'stray');
      },
    ],
    [
      'a form that is gone',
      'report/report.json',
      (directory) => rmSync(join(directory, 'report/report.json')),
    ],
  ])('and was altered besides is altered: %s', async (_, path, alter) => {
    const directory = await workshop.run(keys.sign);
    await imported(directory);
    judgedAgain(directory);
    alter(directory);
    const found = workshop.verify(directory, keys.trust);
    expect(found.result).toBe('altered');
    expect(found.differences.some((each) => each.path.startsWith(path))).toBe(true);
  });
  const evidenceIn = (directory: string) =>
    join(directory, allFiles(directory).find((path) => path.startsWith('evidence/'))!);
});

describe('a forger', () => {
  it('without the key cannot make the manifest fit again', async () => {
    const directory = await workshop.run(keys.sign);
    const evidence = allFiles(directory).find((path) => path.startsWith('report/report.json'))!;
    writeFileSync(join(directory, evidence), '{"forged":true}');
    const signature = readFileSync(join(directory, 'seal/001/signature'));
    const signer = manifestOf(directory).signer;
    rmSync(join(directory, 'seal'), { recursive: true });
    const { key: forged } = {
      key: readSigningKey(
        `file:${makeSigningKey(join(workshop.folder, 'forger.pem')).privateKey}`,
        directory,
      ),
    };
    await workshop.seal(directory, { key: forged });
    expect(workshop.verify(directory).result).toBe('intact-unsigned');
    const wrongKey = workshop.verify(directory, keys.trust);
    expect(wrongKey.result).toBe('altered');
    expect(wrongKey.checks).toContainEqual(expect.objectContaining({ id: 'signer', state: 'failed' }));
    // The true signer's name over the forged list: the old signature does not fit.
    const manifest = { ...manifestOf(directory), signer };
    writeFileSync(join(directory, 'seal/001/manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    writeFileSync(join(directory, 'seal/001/signature'), signature);
    const found = workshop.verify(directory, keys.trust);
    expect(found.checks).toContainEqual(expect.objectContaining({ id: 'signature', state: 'failed' }));
    expect(found.result).toBe('altered');
  });

  it('who strips the signature is found by whoever brings the key', async () => {
    const directory = await workshop.run(keys.sign);
    rmSync(join(directory, 'seal'), { recursive: true });
    await workshop.seal(directory);
    const found = workshop.verify(directory, keys.trust);
    expect(found.result).toBe('altered');
    expect(found.checks).toContainEqual(expect.objectContaining({ id: 'signature', state: 'failed' }));
  });
});

describe('keys', () => {
  it('are made only when asked for, 0600, never over another', () => {
    const file = join(workshop.folder, 'made.pem');
    makeSigningKey(file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(() => makeSigningKey(file)).toThrow(/USAGE_KEY_INVALID/);
    expect(() => readPublicKey(file)).toThrow(/这是私钥/);
  });

  it('come by reference, lie outside the run and are of a known kind', async () => {
    const directory = await workshop.run();
    const inside = join(directory, 'key.pem');
    makeSigningKey(inside);
    expect(() => readSigningKey(`file:${inside}`, directory)).toThrow(/位于测试目录之内/);
    for (const reference of ['key.pem', 'file:nowhere.pem', 'env:BIAOCHI_NO_SUCH_KEY'])
      expect(() => readSigningKey(reference, directory)).toThrow(Fault);
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    const pem = rsa.export({ type: 'pkcs8', format: 'pem' }).toString();
    await expect(workshop.seal(await workshop.run(), { key: { pem, key: rsa } })).rejects.toThrow(
      /不是 Ed25519 或 SM2/,
    );
  });
});

describe('what a report prints', () => {
  it('follows the seal: unsealed, unsigned, signed, outdated, broken', async () => {
    const directory = await workshop.run();
    const state = () => sealStateOf(directory, foldRun(directory), readJudgements(directory).at(-1)).state;
    expect(state()).toBe('unsealed');
    await workshop.seal(directory);
    expect(state()).toBe('unsigned');
    await workshop.seal(directory, keys.sign);
    expect(state()).toBe('signed');
    const evidence = join(directory, allFiles(directory).find((path) => path.startsWith('evidence/'))!);
    flip(evidence, 1);
    expect(state()).toBe('outdated');
    flip(evidence, 1);
    flip(join(directory, 'seal/002/signature'), 9);
    expect(state()).toBe('broken');
  });
});
