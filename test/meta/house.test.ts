import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listTenders, loadCatalogue, loadTender } from '../../spec/load/index.ts';
import { linesMatching, projectRoot, sourceFiles, withoutComments } from './source-files.ts';

const code = sourceFiles('.ts', '.tsx', '.mjs');
const outsideTests = code.filter(({ path }) => !path.startsWith('test/'));
const tenders = listTenders().map((id) => loadTender(id, { catalogue: loadCatalogue() }));

it('looks at the code at all', () => {
  expect(outsideTests.length).toBeGreaterThan(50);
  expect(tenders.length).toBeGreaterThan(0);
});

describe('evaluators', () => {
  const evaluators = outsideTests.filter(({ path }) => path.startsWith('evaluators/')).map(withoutComments);

  it('know no clock and no chance', () => {
    expect(evaluators.length).toBeGreaterThan(2);
    const impure =
      /\bDate\b|Math\.random|\bperformance\b|\bcrypto\b|randomUUID|hrtime|setTimeout|setInterval/;
    expect(linesMatching(evaluators, impure)).toEqual([]);
  });

  it('know no disk, no network and no environment', () => {
    expect(
      linesMatching(evaluators, /node:|\bprocess\b|\bfetch\b|\bglobalThis\b|await import|require\(/),
    ).toEqual([]);
  });
});

describe('code is of no tender', () => {
  it.each(tenders)('names nothing of $id', (tender) => {
    const names = [tender.id, tender.number, tender.title, tender.purchaser, tender.agency, tender.budget];
    const found = outsideTests.flatMap(({ path, text }) =>
      names.filter((name) => text.includes(name)).map((name) => `${path}: ${name}`),
    );
    expect(found).toEqual([]);
  });

  it.each(tenders)('holds no price and no distinctive limit of $id', (tender) => {
    const limits = tender.checkables
      .flatMap((checkable) => checkable.verification)
      .flatMap((verification) => (verification.method === 'test' ? verification.expect : []))
      .flatMap(({ atLeast, atMost, moreThan, lessThan }) => [atLeast, atMost, moreThan, lessThan])
      .filter((quantity) => quantity !== undefined)
      .map(({ value }) => String(value))
      // Short figures and whole seconds in milliseconds mean something else everywhere.
      .filter((figure) => figure.length >= 4 && !/^[1-5]000$/.test(figure));
    const prices = tender.tariff
      .map(({ price }) => price)
      .filter((price) => price.replace(/\D/g, '').length >= 5);
    const rooms = outsideTests.filter(({ path }) => !path.startsWith('scenarios/')).map(withoutComments);
    const figures = [...new Set([...limits, ...prices])];
    const found = rooms.flatMap(({ path, text }) =>
      figures
        .filter((figure) => new RegExp(`(?<![\\d.])${figure.replace('.', '\\.')}(?![\\d.])`).test(text))
        .map((figure) => `${path}: ${figure}`),
    );
    expect(found).toEqual([]);
  });

  it.each(tenders)('has no chapter and verse of $id', (tender) => {
    const clauses = tender.checkables.map(({ id }) => id).filter((id) => /^\d+\.\d+\.\d+/.test(id));
    const found = outsideTests.flatMap(({ path, text }) =>
      clauses.filter((id) => text.includes(`'${id}'`)).map((id) => `${path}: ${id}`),
    );
    expect(found).toEqual([]);
  });
});

describe('files', () => {
  it('name no place of one machine', () => {
    const texts = sourceFiles('.ts', '.tsx', '.mjs', '.md', '.yaml', '.json', '.sh', '.py', '/run').filter(
      ({ path }) => path !== 'package-lock.json' && path !== 'test/meta/house.test.ts',
    );
    expect(linesMatching(texts, /(?<![\w.$}/])\/(work|home|root|Users)\/[\w.]|[A-Z]:\\\\?Users/)).toEqual([]);
    const temporary = texts.filter(({ path }) => /\.(ts|tsx|mjs|md|yaml)$/.test(path));
    expect(linesMatching(temporary, /(?<![\w.$}/])\/tmp\//)).toEqual([]);
  });

  it('are TypeScript but for bin/ and the configuration of the borders', () => {
    const scripts = sourceFiles('.js', '.mjs', '.cjs', '.jsx').map(({ path }) => path);
    expect(scripts).toEqual(['.dependency-cruiser.mjs', 'bin/biaochi.mjs', 'bin/bootstrap.mjs']);
  });

  it('in bin/ need nothing that would first have to be installed', () => {
    const imports = code
      .filter(({ path }) => path.startsWith('bin/'))
      .flatMap(({ text }) => [...text.matchAll(/^import .*?from '([^']+)';$|^} from '([^']+)';$/gm)])
      .map((match) => match[1] ?? match[2]);
    expect(imports.length).toBeGreaterThan(3);
    expect(imports.filter((name) => !/^node:|^\.\/bootstrap\.mjs$/.test(name!))).toEqual([]);
  });

  it('are named by nouns of the field', () => {
    const vague = /(^|\/)(utils?|helpers?|common|managers?|base|misc|shared)(\.[a-z]+|\/)/;
    expect(code.map(({ path }) => path).filter((path) => vague.test(path))).toEqual([]);
  });

  it('are told to git by name', () => {
    const ignored = readFileSync(join(projectRoot, '.gitignore'), 'utf8').split('\n');
    expect(ignored).toEqual(expect.arrayContaining(['node_modules', 'dist/', '/runs/']));
  });
});

describe('what is printed', () => {
  it('never claims what only people or authorities may', () => {
    const texts = [...outsideTests.map(withoutComments), ...sourceFiles('.yaml')];
    expect(linesMatching(texts, /验收结论|验收合格|国密合规|等保符合|密评通过/)).toEqual([]);
  });

  it('names collusion only as a lead', () => {
    const speaking = outsideTests
      .filter(({ path }) => /^(reports|server|cli)\//.test(path))
      .map(withoutComments);
    expect(linesMatching(speaking, /串通/)).toEqual([]);
  });
});
