import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
const notOurs = ['.git', 'node_modules', 'dist', 'runs', 'coverage', '.biaochi-installing'];

export interface SourceFile {
  /** From the root of the project, with forward slashes. */
  path: string;
  text: string;
}

/** Every file of the project whose name ends as given, with its text. */
export function sourceFiles(...endings: string[]): SourceFile[] {
  const paths = readdirSync(projectRoot, { withFileTypes: true }).flatMap((entry) => {
    if (notOurs.includes(entry.name)) return [];
    if (entry.isFile()) return [entry.name];
    return readdirSync(join(projectRoot, entry.name), { recursive: true, withFileTypes: true })
      .filter((inner) => inner.isFile())
      .map((inner) => join(inner.parentPath, inner.name).slice(projectRoot.length).replaceAll('\\', '/'));
  });
  return paths
    .filter((path) => endings.some((ending) => path.endsWith(ending)))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(projectRoot, path), 'utf8') }));
}

/** `file:line text` of every line that the pattern matches. */
export function linesMatching(files: SourceFile[], pattern: RegExp): string[] {
  return files.flatMap(({ path, text }) =>
    text
      .split('\n')
      .map((line, index) => ({ line, place: `${path}:${index + 1}` }))
      .filter(({ line }) => pattern.test(line))
      .map(({ line, place }) => `${place} ${line.trim()}`),
  );
}

/** Code without its comments, so that a law may be named beside the code that it governs. */
export function withoutComments(file: SourceFile): SourceFile {
  const text = file.text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ''))
    .replace(/(^|[^:'"`])\/\/.*$/gm, '$1');
  return { ...file, text };
}
