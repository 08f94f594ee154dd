import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadCatalogue, loadTender } from '../../../spec/load/index.ts';

const projectRoot = fileURLToPath(new URL('../../..', import.meta.url));
const tsx = new URL('../../../node_modules/tsx/dist/loader.mjs', import.meta.url).href;
const probesBefore = ['spec/probes', 'harness/probes'];
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'biaochi-scaffold-'));
  const copied = [
    'package.json',
    'tsconfig.json',
    'cli/scaffold',
    'cli/exit.ts',
    'spec',
    'harness',
    'test/probes',
  ];
  for (const path of copied) cpSync(join(projectRoot, path), join(root, path), { recursive: true });
  cpSync(join(projectRoot, 'test/fixtures/tenders'), join(root, 'spec/tenders'), { recursive: true });
  cpSync(join(projectRoot, 'evidence'), join(root, 'evidence'), { recursive: true });
  symlinkSync(join(projectRoot, 'node_modules'), join(root, 'node_modules'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function generate(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', tsx, join(root, 'cli/scaffold/main.ts'), ...args],
    { cwd: tmpdir(), encoding: 'utf8' },
  );
  return { status, stdout, stderr };
}
/** Runs generated tests and answers how each ended, by its name. */
function runTests(path: string): Record<string, string> {
  const vitest = join(projectRoot, 'node_modules/vitest/vitest.mjs');
  const { stdout } = spawnSync(process.execPath, [vitest, 'run', '--root', root, '--reporter=json', path], {
    encoding: 'utf8',
  });
  const report = JSON.parse(stdout.slice(stdout.indexOf('{'))) as {
    testResults: { assertionResults: { title: string; status: string }[] }[];
  };
  const results = report.testResults.flatMap((file) => file.assertionResults);
  return Object.fromEntries(results.map((result) => [result.title, result.status]));
}
const text = (path: string) => readFileSync(join(root, path), 'utf8');
const biomeAccepts = (...paths: string[]) => {
  cpSync(join(projectRoot, 'biome.json'), join(root, 'biome.json'));
  const biome = join(projectRoot, 'node_modules/@biomejs/biome/bin/biome');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [biome, 'check', '--vcs-enabled=false', ...paths],
    { cwd: root, encoding: 'utf8' },
  );
  expect(`${status} ${stdout}${stderr}`).toMatch(/^0 /);
};
const contentsOf = (folder: string) => readdirSync(join(root, folder), { recursive: true }).sort();

describe('new probe', () => {
  it('writes contract, probe and a test that fails everywhere, and registers it', () => {
    const { status, stdout } = generate('probe', 'object-locking');
    expect(stdout).toContain('追加 spec/probes/object-storage.yaml');
    expect(status).toBe(0);
    const contract = loadCatalogue(join(root, 'spec/probes')).get('object-locking');
    expect(contract).toMatchObject({
      role: 'object-storage',
      measurands: { 'first-measurand': { kind: 'boolean' } },
    });
    expect(text('harness/probes/index.ts')).toContain("['object-locking', objectLocking],");
    biomeAccepts(
      'harness/probes/index.ts',
      'harness/probes/object-locking',
      'test/probes/object-locking.test.ts',
    );

    const results = runTests('test/probes/object-locking.test.ts');
    expect(Object.keys(results)).toEqual(
      expect.arrayContaining(['sees a conforming target', 'sees a target violating first-measurand']),
    );
    expect(Object.keys(results).length).toBeGreaterThan(8);
    expect(new Set(Object.values(results))).toEqual(new Set(['failed']));
  });

  it('opens a new area for a word that none has', () => {
    expect(generate('probe', 'gpu-visible').stdout).toContain('新建 spec/probes/gpu.yaml');
    expect(loadCatalogue(join(root, 'spec/probes')).get('gpu-visible')?.role).toBe('openstack');
  });

  it('takes up a planned contract as it stands', () => {
    const before = contentsOf('spec/probes').map((name) => text(join('spec/probes', String(name))));
    const catalogue = loadCatalogue(join(root, 'spec/probes'));
    const planned = [...catalogue.keys()].find((id) => !existsSync(join(root, 'harness/probes', id)));
    if (planned === undefined) throw new Error('every contract has its probe: plan one in this test');
    expect(generate('probe', planned).status).toBe(0);
    expect(contentsOf('spec/probes').map((name) => text(join('spec/probes', String(name))))).toEqual(before);
    for (const measurand of Object.keys(catalogue.get(planned)!.measurands)) {
      expect(text(`test/probes/${planned}.test.ts`)).toContain(`'${measurand}'`);
    }
  });

  it('does not overwrite, and then writes nothing at all', () => {
    const before = probesBefore.map(contentsOf);
    const { status, stderr } = generate('probe', 'tls-versions');
    expect(status).toBe(64);
    expect(stderr).toContain('文件已存在，不予覆盖');
    expect(stderr).toContain('没有写入任何文件');
    expect(probesBefore.map(contentsOf)).toEqual(before);
  });

  it.each(['Tls', 'tls', '../evil-probe', 'a-B', '-a-b', 'a--b', ''])('refuses the id %j', (id) => {
    const before = probesBefore.map(contentsOf);
    const { status, stderr } = generate('probe', id);
    expect(status).toBe(64);
    expect(stderr).toMatch(/不是合规的编号|用法/);
    expect(probesBefore.map(contentsOf)).toEqual(before);
  });
});

describe('registry', () => {
  it('names the folder that holds no probe', () => {
    cpSync(join(root, 'spec/probes'), join(root, 'harness/probes/hollow-probe'), { recursive: true });
    const { status, stderr } = generate('registry');
    expect(status).toBe(64);
    expect(stderr).toContain('harness/probes/hollow-probe');
  });
});

describe('new requirement', () => {
  const [tender] = readdirSync(join(projectRoot, 'test/fixtures/tenders')).sort() as [string];
  const load = () => loadTender(tender, { catalogue: loadCatalogue(), root: join(root, 'spec/tenders') });

  it('makes the tender unloadable until it is filled in', () => {
    expect(() => load()).not.toThrow();
    const { status, stdout } = generate('requirement', `${tender}:97.1-3`);
    expect(status).toBe(0);
    expect(stdout).toContain('新建');
    expect(() => load()).toThrow(/不认识的键 incomplete/);
  });

  it('goes to the end of the file of its section, once', () => {
    generate('requirement', `${tender}:97.1-3`);
    const second = generate('requirement', `${tender}:97.1-4`);
    expect(second.stdout).toContain(`追加 spec/tenders/${tender}/requirements/97.1-section.yaml`);
    const again = generate('requirement', `${tender}:97.1-3`);
    expect(again.status).toBe(64);
    expect(again.stderr).toContain('该条款已经录入');
  });

  it.each([
    ['nowhere-2026-1:5.1-1', /没有 nowhere-2026-1/],
    [`${tender}:5.1`, /不是合规的编号/],
    ['../x:5.1-1', /不是合规的编号/],
  ])('refuses %s', (name, said) => {
    const { status, stderr } = generate('requirement', name);
    expect(status).toBeGreaterThanOrEqual(64);
    expect(stderr).toMatch(said);
  });
});

describe('new formula', () => {
  it('writes a formula and a test that fails', () => {
    expect(generate('formula', 'mean-ratio').status).toBe(0);
    biomeAccepts('evaluators/scoring/formulas', 'test/evaluators/scoring/formulas');
    const results = Object.values(runTests('test/evaluators/scoring/formulas/mean-ratio.test.ts'));
    expect(results).toEqual(['failed', 'failed', 'failed']);
    expect(generate('formula', 'mean-ratio').status).toBe(64);
  });
});

describe('usage', () => {
  it.each([[], ['probe'], ['toString', 'x'], ['probe', 'a-b', 'c']])('is shown for %j', (...args) => {
    const { status, stderr } = generate(...(args as string[]));
    expect(status).toBe(64);
    expect(stderr).toContain('用法');
  });
});
