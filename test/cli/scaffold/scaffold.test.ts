import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Draft, writeDrafts } from '../../../cli/scaffold/draft.ts';
import { draftFormula } from '../../../cli/scaffold/formula.ts';
import { draftProbe } from '../../../cli/scaffold/probe.ts';
import { draftRegistry } from '../../../cli/scaffold/registry.ts';
import { draftRequirement } from '../../../cli/scaffold/requirement.ts';
import { loadCatalogue, loadTender } from '../../../spec/load/index.ts';

const projectRoot = fileURLToPath(new URL('../../..', import.meta.url));
const tsx = new URL('../../../node_modules/tsx/dist/loader.mjs', import.meta.url).href;
const copied = [
  'package.json',
  'tsconfig.json',
  'biome.json',
  'cli/scaffold',
  'cli/exit.ts',
  'spec',
  'harness',
  'evidence',
];
let root: string;

/** A copy of the project in which tls-versions is the only probe that is built. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'biaochi-scaffold-'));
  const isWanted = (source: string) => {
    const [, probe] = relative(projectRoot, source).match(/^harness\/probes\/([^/.]+)/) ?? [];
    return probe === undefined || probe === 'tls-versions';
  };
  for (const path of copied)
    cpSync(join(projectRoot, path), join(root, path), { recursive: true, filter: isWanted });
  cpSync(join(projectRoot, 'test/probes/support.ts'), join(root, 'test/probes/support.ts'));
  cpSync(join(projectRoot, 'test/fixtures/tenders'), join(root, 'spec/tenders'), { recursive: true });
  symlinkSync(join(projectRoot, 'node_modules'), join(root, 'node_modules'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const verbs = (drafts: Draft[]) => drafts.map((draft) => `${draft.verb} ${draft.path}`);
function make(draft: (root: string, name: string) => Draft[], name: string): string[] {
  const drafts = draft(root, name);
  writeDrafts(root, drafts);
  return verbs(drafts);
}
function command(...args: string[]) {
  const script = join(root, 'cli/scaffold/main.ts');
  return spawnSync(process.execPath, ['--import', tsx, script, ...args], { cwd: tmpdir(), encoding: 'utf8' });
}
const text = (path: string) => readFileSync(join(root, path), 'utf8');
const everything = () =>
  ['spec', 'harness', 'test']
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }))
    .sort();

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

function expectTidy(...paths: string[]): void {
  const biome = join(projectRoot, 'node_modules/@biomejs/biome/bin/biome');
  const args = [biome, 'check', '--vcs-enabled=false', ...paths];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  expect(`${status} ${stdout}${stderr}`).toMatch(/^0 /);
}

describe('new probe', () => {
  it('writes contract, probe and a test that fails everywhere, and registers it', () => {
    expect(make(draftProbe, 'object-locking')).toEqual([
      '追加 spec/probes/object-storage.yaml',
      '新建 harness/probes/object-locking/probe.ts',
      '新建 test/probes/object-locking.test.ts',
      '重写 harness/probes/index.ts',
    ]);
    const contract = loadCatalogue(join(root, 'spec/probes')).get('object-locking');
    expect(contract).toMatchObject({
      role: 'object-storage',
      measurands: { 'first-measurand': { kind: 'boolean' } },
    });
    expect(text('harness/probes/index.ts')).toContain("['object-locking', objectLocking],");
    expectTidy(
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
    expect(make(draftProbe, 'gpu-visible')[0]).toBe('新建 spec/probes/gpu.yaml');
    expect(loadCatalogue(join(root, 'spec/probes')).get('gpu-visible')?.role).toBe('openstack');
  });

  it('takes up a planned contract as it stands', () => {
    const { measurands } = loadCatalogue(join(root, 'spec/probes')).get('object-versioning')!;
    expect(make(draftProbe, 'object-versioning')).toEqual([
      '新建 harness/probes/object-versioning/probe.ts',
      '新建 test/probes/object-versioning.test.ts',
      '重写 harness/probes/index.ts',
    ]);
    for (const measurand of Object.keys(measurands)) {
      expect(text('test/probes/object-versioning.test.ts')).toContain(`violating ${measurand}'`);
    }
    expectTidy('test/probes/object-versioning.test.ts');
  });

  it('does not overwrite, and then writes nothing at all', () => {
    const before = everything();
    expect(() => make(draftProbe, 'tls-versions')).toThrow(
      /harness\/probes\/tls-versions.*文件已存在，不予覆盖/,
    );
    expect(everything()).toEqual(before);
  });

  it.each(['Tls', 'tls', '../evil-probe', 'a-B', '-a-b', 'a--b', 'a-b/c', `a-${'b'.repeat(90)}`])(
    'refuses the id %j',
    (id) => {
      expect(() => make(draftProbe, id)).toThrow(/USAGE_UNKNOWN_NAME.*不是合规的编号/);
    },
  );
});

describe('registry', () => {
  it('names the folder that holds no probe', () => {
    mkdirSync(join(root, 'harness/probes/hollow-probe'));
    expect(() => draftRegistry(root)).toThrow(/harness\/probes\/hollow-probe：文件夹中没有 probe\.ts/);
  });
});

describe('new requirement', () => {
  const [tender] = readdirSync(join(projectRoot, 'test/fixtures/tenders')).sort() as [string];
  const load = () => loadTender(tender, { catalogue: loadCatalogue(), root: join(root, 'spec/tenders') });

  it('makes the tender unloadable until it is filled in', () => {
    expect(() => load()).not.toThrow();
    expect(make(draftRequirement, `${tender}:97.1-3`)).toEqual([
      `新建 spec/tenders/${tender}/requirements/97.1-section.yaml`,
    ]);
    expect(() => load()).toThrow(/不认识的键 incomplete/);
  });

  it('goes to the end of the file of its section, once', () => {
    make(draftRequirement, `${tender}:97.1-3`);
    expect(make(draftRequirement, `${tender}:97.1-4`)).toEqual([
      `追加 spec/tenders/${tender}/requirements/97.1-section.yaml`,
    ]);
    expect(() => make(draftRequirement, `${tender}:97.1-3`)).toThrow(/该条款已经录入/);
  });

  it.each([
    ['nowhere-2026-1:5.1-1', /SPEC_UNKNOWN_TENDER.*没有 nowhere-2026-1/],
    [`${tender}:5.1`, /不是合规的编号/],
    ['../x:5.1-1', /不是合规的编号/],
  ])('refuses %s', (name, said) => {
    expect(() => make(draftRequirement, name)).toThrow(said);
  });
});

describe('new formula', () => {
  it('writes a formula and a test that fails', () => {
    make(draftFormula, 'mean-ratio');
    expectTidy('evaluators/scoring/formulas', 'test/evaluators/scoring/formulas');
    const results = runTests('test/evaluators/scoring/formulas/mean-ratio.test.ts');
    expect(Object.keys(results)).toHaveLength(3);
    expect(new Set(Object.values(results))).toEqual(new Set(['failed']));
    expect(() => make(draftFormula, 'mean-ratio')).toThrow(/文件已存在/);
  });
});

describe('npm run new', () => {
  it('says what it wrote and what is left to do', () => {
    const { status, stdout } = command('probe', 'gpu-visible');
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /^新建 spec\/probes\/gpu\.yaml\n新建 .*\n新建 .*\n重写 .*\n请在 spec\/probes\/gpu\.yaml/,
    );
    expect(existsSync(join(root, 'harness/probes/gpu-visible/probe.ts'))).toBe(true);
  });

  it('says that it wrote nothing', () => {
    const { status, stderr } = command('probe', 'Nonsense');
    expect(status).toBe(64);
    expect(stderr).toMatch(/没有写入任何文件[\s\S]*不是合规的编号/);
  });

  it.each([[[]], [['probe']], [['toString', 'x']], [['probe', 'a-b', 'c']]])(
    'shows its usage for %j',
    (args) => {
      const { status, stderr } = command(...args);
      expect(status).toBe(64);
      expect(stderr).toContain('用法');
    },
  );
});
