import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  componentRoles,
  dueLabels,
  faults,
  outcomeNames,
  outcomes,
  reasons,
  type Target,
  targetFileSchema,
  tiers,
} from '../../spec/index.ts';
import { listTenders, loadCatalogue, loadTender, parseYaml } from '../../spec/load/index.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const read = (file: string) => readFileSync(join(repository, file), 'utf8');
const markdown = [
  ...readdirSync(repository).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(repository, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];
const everything = markdown.map((file) => read(file)).join('\n');
/** Cells of each table row that has so many columns, without heads and rules. */
const rowsOf = (text: string, columns: number) =>
  text
    .split('\n')
    .filter((line) => /^\|.*\|$/.test(line))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    )
    .filter((cells) => cells.length === columns && !/^-*$/.test(cells[0]!));

describe('docs/faults.md', () => {
  const rows = rowsOf(read('docs/faults.md'), 4).filter(([code]) => code!.startsWith('`'));

  it('explains every fault of the table, and no other', () => {
    expect(rows.map(([code]) => code).sort()).toEqual(
      Object.keys(faults)
        .map((code) => `\`${code}\``)
        .sort(),
    );
  });

  it('says of each what it means, when it comes and what to do', () => {
    for (const [code, meaning, when, remedy] of rows) {
      expect(meaning).toBe(faults[code!.replaceAll('`', '') as keyof typeof faults]);
      expect(when!.length, code).toBeGreaterThan(15);
      expect(remedy!.length, code).toBeGreaterThan(15);
    }
  });
});

describe('docs/architecture.md', () => {
  const text = read('docs/architecture.md');

  it('opens with a glossary of at least sixty words, each once and complete', () => {
    const glossary = text.slice(text.indexOf('## Glossary'), text.indexOf('## Rooms'));
    const rows = rowsOf(glossary, 4).slice(1);
    expect(rows.length).toBeGreaterThanOrEqual(60);
    expect(rows.filter((cells) => cells.some((cell) => cell === ''))).toEqual([]);
    expect(new Set(rows.map(([word]) => word)).size).toBe(rows.length);
  });

  it('names every outcome, due, tier and room', () => {
    for (const name of outcomeNames) expect(text).toContain(`| \`${name}\` | ${outcomes[name]} |`);
    for (const [due, label] of Object.entries(dueLabels)) expect(text).toContain(`\`${due}\` ${label}`);
    for (const [tier, label] of Object.entries(tiers)) expect(text).toContain(`| \`${tier}\` | ${label} |`);
    const rooms = readdirSync(repository, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && /^[a-z]/.test(entry.name))
      .map((entry) => entry.name)
      .filter((name) => !['node_modules', 'dist', 'docs', 'test', 'runs', 'coverage'].includes(name));
    for (const room of rooms) expect(text, room).toContain(`| \`${room}/\` |`);
  });

  it('names reasons that exist', () => {
    const named = [...text.matchAll(/reason `([a-z-]+)`/g)].map((match) => match[1]!);
    expect(named.length).toBeGreaterThan(0);
    for (const reason of named) expect(Object.keys(reasons)).toContain(reason);
  });
});

describe('every page', () => {
  it('links to files that are there', () => {
    const broken = markdown.flatMap((file) =>
      [...read(file).matchAll(/\]\(([^)#\s]+)/g)]
        .map((match) => match[1]!)
        .filter((link) => !/^[a-z]+:/.test(link))
        .filter((link) => !existsSync(join(repository, dirname(file), link)))
        .map((link) => `${file}: ${link}`),
    );
    expect(broken).toEqual([]);
  });

  it('names commands that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const run = [...everything.matchAll(/npm run ([a-z:]+)/g)].map((match) => match[1]!);
    const verbs = [...everything.matchAll(/npx biaochi ([a-z]+)/g)].map((match) => match[1]!);
    const commands = readdirSync(join(repository, 'cli/commands')).map((name) =>
      read(`cli/commands/${name}`),
    );
    expect(run.length).toBeGreaterThan(0);
    expect(verbs.length).toBeGreaterThan(0);
    for (const script of new Set(run)) expect(Object.keys(scripts)).toContain(script);
    for (const verb of new Set(verbs)) expect(commands.join('\n')).toContain(`.command('${verb}`);
  });

  it('names options that exist', () => {
    const code = readdirSync(join(repository, 'cli/commands')).map((name) => read(`cli/commands/${name}`));
    const named = [...everything.matchAll(/(?<![\w-])--([a-z][a-z-]*)/g)].map((match) => match[1]!);
    const foreign = ['write', 'no-cache'];
    for (const option of new Set(named.filter((name) => !foreign.includes(name)))) {
      expect(code.join('\n'), option).toContain(`--${option}`);
    }
  });

  it('uses readings and clauses that the tenders have', () => {
    const catalogue = loadCatalogue();
    const tenders = listTenders();
    const used = [...everything.matchAll(/--reading ([\w-]+)=([\w-]+)/g)];
    expect(used.length).toBeGreaterThan(0);
    for (const [, reading, option] of used) {
      expect(() => loadTender(tenders[0]!, { catalogue, readings: { [reading!]: option! } })).not.toThrow();
    }
    const ids = new Set(loadTender(tenders[0]!, { catalogue }).checkables.map((c) => c.id));
    for (const [, id] of everything.matchAll(/(?:tender show|--only) ([\d][\w.-]*)/g))
      expect(ids).toContain(id);
  });

  it('shows target files that are accepted', () => {
    const shown = markdown.flatMap((file) =>
      [...read(file).matchAll(/```yaml\n(tender:[\s\S]*?)```/g)].map((match) => ({ file, text: match[1]! })),
    );
    expect(shown.length).toBeGreaterThanOrEqual(2);
    for (const { file, text } of shown) {
      const target = parseYaml<Target>(text, file, targetFileSchema, 'USAGE_TARGET_INVALID').value;
      expect(listTenders()).toContain(target.tender);
    }
  });
});

it('docs/guide.zh-CN.md explains every key and role of a target file', () => {
  const guide = read('docs/guide.zh-CN.md');
  const keys = new Set<string>();
  const visit = (value: unknown): void => {
    if (value === null || typeof value !== 'object') return;
    const { properties } = value as { properties?: Record<string, unknown> };
    for (const key of Object.keys(properties ?? {})) keys.add(key);
    for (const member of Object.values(value)) visit(member);
  };
  visit(targetFileSchema);
  expect(keys.size).toBeGreaterThan(20);
  for (const key of keys) expect(guide, key).toMatch(new RegExp(`\\b${key}\\b`));
  for (const role of componentRoles) expect(guide).toContain(`role: ${role}`);
});

it('docs/decisions gives a reason for every package', () => {
  const manifest = JSON.parse(read('package.json')) as Record<'dependencies' | 'devDependencies', object>;
  const folder = join(repository, 'docs/decisions');
  const files = readdirSync(folder).sort();
  expect(files.map((name) => name.slice(0, 4))).toEqual(
    files.map((_, index) => String(index + 1).padStart(4, '0')),
  );
  const decisions = files.map((name) => read(join('docs/decisions', name))).join('\n');
  const packages = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.devDependencies)];
  for (const name of packages.filter((each) => !each.startsWith('@types/'))) {
    expect(decisions).toContain(`\`${name}\``);
  }
});
