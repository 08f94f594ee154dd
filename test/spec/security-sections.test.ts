import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadCatalogue, loadTender } from '../../spec/load/index.ts';
import { projectRoot } from '../meta/source-files.ts';

const catalogue = loadCatalogue();
const fixtures = join(projectRoot, 'test/fixtures/tenders');

function withSections<T>(sections: string, look: (root: string) => T): T {
  const root = mkdtempSync(join(tmpdir(), 'biaochi-security-'));
  try {
    cpSync(join(fixtures, 'second'), join(root, 'second'), { recursive: true });
    const file = join(root, 'second', 'tender.yaml');
    writeFileSync(file, `${readFileSync(file, 'utf8')}securitySections: ${sections}\n`);
    return look(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

it('sections on security are for interchange: the digest that judgements name does not cover them', () => {
  const before = loadTender('second', { catalogue, root: fixtures });
  const [section] = before.checkables.flatMap(({ kind, clause }) =>
    kind === 'clause' ? clause.section : [],
  );
  const after = withSections(`['${section}']`, (root) => loadTender('second', { catalogue, root }));
  expect(after.securitySections).toEqual([section]);
  expect(after.digest).toBe(before.digest);
});

it('a section without clauses is refused', () => {
  expect(() => withSections("['99']", (root) => loadTender('second', { catalogue, root }))).toThrow(/99/);
});
