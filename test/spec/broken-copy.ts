import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { Fault, type Problem } from '../../spec/index.ts';
import { loadCatalogue, loadTender } from '../../spec/load/index.ts';

const built = fileURLToPath(new URL('../../spec/tenders', import.meta.url));
const catalogue = loadCatalogue();

/** Loads a copy of a built-in tender after one replacement in one of its files; answers what is complained of. */
export function brokenCopy(
  id: string,
  file: string,
  from: string | RegExp,
  to: string,
): { problems: Problem[] } {
  const root = mkdtempSync(join(tmpdir(), 'biaochi-broken-'));
  try {
    cpSync(join(built, id), join(root, id), { recursive: true });
    const path = join(root, id, file);
    const before = readFileSync(path, 'utf8');
    const after = before.replace(from, to);
    expect(after).not.toBe(before);
    writeFileSync(path, after);
    loadTender(id, { catalogue, root });
    return { problems: [] };
  } catch (error) {
    if (error instanceof Fault) return { problems: error.problems };
    throw error;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** The official text, where it is at hand. */
export function officialText(): string | undefined {
  const beside = fileURLToPath(new URL('../../../shared/domain/tender-jiaozuo-2026-18.txt', import.meta.url));
  return [process.env.BIAOCHI_TENDER_SOURCE, beside].find((file) => file && existsSync(file));
}
