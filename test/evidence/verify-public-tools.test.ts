import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasSm2Program, readCertificates, readSigningKey } from '../../evidence/index.ts';
import {
  allFiles,
  flip,
  hasOpenssl,
  keyFor,
  openAuthority,
  openWorkshop,
  type StampService,
  startStampService,
  type Workshop,
} from './sealing.ts';

const guide = readFileSync(new URL('../../docs/verify.zh-CN.md', import.meta.url), 'utf8');
/** The commands of the guide as they stand there, by the word after `sh`. */
const blocks = [...guide.matchAll(/```sh ?([\w-]*)\n([\s\S]*?)```/g)].map(([, kind, text]) => ({
  kind: kind!,
  text: text!,
}));
const has = (program: string) => spawnSync(program, ['--version']).status === 0;
const able = hasOpenssl && has('bash') && has('sha256sum') && has('xargs') && hasSm2Program();
if (!able)
  it.skip('bash, sha256sum or an openssl with SM2 is missing: the public tools are not tried', () => {});

describe.runIf(able)('docs/verify.zh-CN.md', () => {
  let workshop: Workshop;
  let service: StampService;
  let authority: ReturnType<typeof openAuthority>;
  let sm2: { key: string; publicKey: string };
  beforeAll(async () => {
    workshop = await openWorkshop();
    await workshop.run();
    service = await startStampService(workshop.folder);
    authority = openAuthority(workshop.folder, 'authority');
    sm2 = { key: join(workshop.folder, 'sm2.pem'), publicKey: join(workshop.folder, 'sm2.pub') };
    execFileSync('openssl', [
      'genpkey',
      '-algorithm',
      'EC',
      '-pkeyopt',
      'ec_paramgen_curve:SM2',
      '-out',
      sm2.key,
    ]);
    execFileSync('openssl', ['pkey', '-in', sm2.key, '-pubout', '-out', sm2.publicKey]);
  });
  afterAll(async () => {
    await service.close();
    workshop.remove();
  });

  /** Runs the blocks of these kinds in the directory; the first failing command or any complaint ends it. */
  function follow(directory: string, kinds: string[], environment: Record<string, string> = {}) {
    const first = blocks[0]!.text;
    for (const { text } of blocks.filter((block) => kinds.includes(block.kind))) {
      const { status, stdout, stderr } = spawnSync('bash', ['-euo', 'pipefail', '-c', `${first}\n${text}`], {
        cwd: directory,
        encoding: 'utf8',
        env: { ...process.env, ...environment },
      });
      if (status !== 0 || /不符|不相接|FAILED/.test(stdout)) return `${text}${stdout}${stderr}`;
    }
    return 'ok';
  }
  const ed25519 = () => ({
    kinds: ['', 'ed25519', 'certificate', 'time-stamp'],
    environment: { PUBLIC_KEY: workshop.publicKey, CA: authority.ca, TSA_CA: service.ca },
  });
  const sealed = () =>
    workshop.run({
      ...keyFor(workshop).sign,
      certificates: readCertificates(authority.issue('signer', workshop.key, 30)),
      timeStampService: service.url,
    });

  it('has commands for each step', () => {
    expect(blocks.map(({ kind }) => kind).filter((kind) => kind !== '')).toEqual([
      'ed25519',
      'sm2',
      'certificate',
      'time-stamp',
    ]);
    expect(blocks.length).toBeGreaterThanOrEqual(11);
  });

  it('verifies a bundle with certificate and time stamp', async () => {
    const { kinds, environment } = ed25519();
    expect(follow(await sealed(), kinds, environment)).toBe('ok');
  });

  it('verifies a bundle signed with SM2', async () => {
    const directory = await workshop.run({
      key: readSigningKey(`file:${sm2.key}`, workshop.publicKey.replace(/[^/]*$/, 'run-1')),
    });
    expect(follow(directory, ['', 'sm2'], { PUBLIC_KEY: sm2.publicKey })).toBe('ok');
    expect(follow(directory, ['sm2'], { PUBLIC_KEY: workshop.publicKey })).not.toBe('ok');
  });

  it('finds one flipped bit in every file', async () => {
    const { kinds, environment } = ed25519();
    const directory = await sealed();
    const missed: string[] = [];
    for (const path of allFiles(directory)) {
      const file = join(directory, path);
      const bit = (readFileSync(file).length * 8) >> 1;
      flip(file, bit);
      if (follow(directory, kinds, environment) === 'ok') missed.push(path);
      flip(file, bit);
    }
    expect(missed).toEqual([]);
    expect(follow(directory, kinds, environment)).toBe('ok');
  });

  it('finds what was added, removed or swapped', async () => {
    const { kinds, environment } = ed25519();
    const changes: ((directory: string) => void)[] = [
      (directory) => writeFileSync(join(directory, 'evidence', 'more'), ''),
      (directory) => rmSync(join(directory, 'record.json')),
      (directory) => appendFileSync(join(directory, 'report/report.html'), ' '),
      (directory) => {
        const file = join(directory, 'journal.ndjson');
        const lines = readFileSync(file, 'utf8').split('\n');
        [lines[1], lines[2]] = [lines[2]!, lines[1]!];
        writeFileSync(file, lines.join('\n'));
      },
    ];
    for (const change of changes) {
      const directory = await sealed();
      change(directory);
      expect(follow(directory, kinds, environment)).not.toBe('ok');
    }
  });
});
