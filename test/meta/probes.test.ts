import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { draftRegistry } from '../../cli/scaffold/registry.ts';
import { probes } from '../../harness/index.ts';
import { roleLabels, unitNames } from '../../spec/index.ts';
import { loadCatalogue } from '../../spec/load/index.ts';
import { linesMatching, projectRoot, sourceFiles } from './source-files.ts';

const folders = readdirSync(join(projectRoot, 'harness/probes'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
const catalogue = loadCatalogue();

describe('every probe', () => {
  it('is in the registry, which is what `npm run new -- registry` writes', () => {
    const { path, text } = draftRegistry(projectRoot);
    expect(readFileSync(join(projectRoot, path), 'utf8')).toBe(text);
    expect([...probes.keys()].sort()).toEqual(folders.sort());
    expect(probes.size).toBeGreaterThan(0);
  });

  it.each(folders)('%s bears the name of its folder and has a contract', (folder) => {
    expect(probes.get(folder)?.id).toBe(folder);
    expect(Number.isInteger(probes.get(folder)?.version)).toBe(true);
    expect(catalogue.has(folder)).toBe(true);
  });

  it.each(folders)('%s is shown a conforming, a violating, a broken and an empty target', (folder) => {
    const file = join(projectRoot, `test/probes/${folder}.test.ts`);
    expect(existsSync(file), `test/probes/${folder}.test.ts`).toBe(true);
    const text = readFileSync(file, 'utf8');
    for (const word of [/conforming/i, /violating|defect/i, /broken/i, /empty/i]) expect(text).toMatch(word);
    expect(text).not.toMatch(/\b(it|test|describe)\.(skip|todo|only)\b/);
  });
});

describe('every contract', () => {
  it.each([...catalogue.values()])('$id is well-formed', (contract) => {
    expect(contract.id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/);
    expect(Object.keys(roleLabels)).toContain(contract.role);
    for (const [id, { kind, unit, title }] of Object.entries(contract.measurands)) {
      expect(id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
      expect(title.trim()).not.toBe('');
      if (kind === 'quantity') expect(unitNames).toContain(unit);
      else expect(unit).toBeUndefined();
    }
    for (const [id, input] of Object.entries(contract.inputs)) {
      expect(id).toMatch(/^[a-z][A-Za-z0-9]*$/);
      expect(input.type === 'integer' ? 'number' : input.type).toBe(typeof input.default);
    }
  });

  it('has no place that is still to be written', () => {
    expect(linesMatching(sourceFiles('.yaml'), /待填写|^\s*incomplete:/)).toEqual([]);
  });

  it('is loaded from a file of its area only once', () => {
    const ids = sourceFiles('.yaml')
      .filter(({ path }) => path.startsWith('spec/probes/'))
      .flatMap(({ text }) => [...text.matchAll(/^- id: (\S+)$/gm)].map((match) => match[1]));
    expect(ids.sort()).toEqual([...catalogue.keys()].sort());
  });
});
