import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Tender } from '../../spec/index.ts';
import { listTenders, loadCatalogue, loadTender } from '../../spec/load/index.ts';
import { projectRoot } from '../meta/source-files.ts';

const catalogue = loadCatalogue();
const id = listTenders()[0]!;

/** The built-in tender with another line in the place of its sections on security. */
function withLine(line: string): Tender {
  const root = mkdtempSync(join(tmpdir(), 'biaochi-security-'));
  try {
    cpSync(join(projectRoot, 'spec/tenders', id), join(root, id), { recursive: true });
    const file = join(root, id, 'tender.yaml');
    const before = readFileSync(file, 'utf8');
    const after = before.replace(/^securitySections: .*\n/m, line);
    expect(after).not.toBe(before);
    writeFileSync(file, after);
    return loadTender(id, { catalogue, root });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

it('sections on security are for interchange: the digest that judgements name does not cover them', () => {
  const tender = loadTender(id, { catalogue });
  expect(tender.securitySections?.length).toBeGreaterThan(0);
  const without = withLine('');
  expect(without.securitySections).toBeUndefined();
  expect(without.digest).toBe(tender.digest);
});

it('a section without clauses is refused', () => {
  expect(() => withLine("securitySections: ['99']\n")).toThrow(/第 99 节没有条款/);
});
