import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from './source-files.ts';

interface Locked {
  version?: string;
  optionalDependencies?: Record<string, string>;
}

/** The entry that Node would find from a package's own folder upwards. */
function resolve(packages: Record<string, Locked>, from: string, name: string): Locked | undefined {
  const levels = from.split('/node_modules/');
  for (let depth = levels.length; depth >= 1; depth--) {
    const found = packages[`${levels.slice(0, depth).join('/node_modules/')}/node_modules/${name}`];
    if (found) return found;
  }
  return packages[`node_modules/${name}`];
}

it('package-lock.json names the binaries of every platform, without which `npm ci` refuses it', () => {
  const lock = JSON.parse(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Locked>;
  };
  const wanted = Object.entries(lock.packages).flatMap(([from, entry]) =>
    Object.entries(entry.optionalDependencies ?? {}).map(([name, range]) => ({ from, name, range })),
  );
  expect(wanted.length).toBeGreaterThan(20);
  const missing = wanted.filter(({ from, name, range }) => {
    const found = resolve(lock.packages, from, name);
    return !found || (/^\d/.test(range) && found.version !== range);
  });
  expect(missing.map(({ from, name, range }) => `${from} -> ${name}@${range}`)).toEqual([]);
});
