import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  type Checkable,
  comparatorOf,
  dimensionOf,
  normalisation,
  normaliseClause,
  type Tender,
} from '../../spec/index.ts';
import { listTenders, loadCatalogue, loadTender, wordingOf } from '../../spec/load/index.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const fixtures = join(repository, 'test/fixtures/tenders');
const catalogue = loadCatalogue();
const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');

/** The tender's own text is not ours to publish: it is looked for beside the checkout or by environment. */
function sourceOf(id: string, root: string | undefined): string | undefined {
  const named = process.env.BIAOCHI_TENDER_SOURCE;
  const places = root
    ? [join(root, id, 'source.txt')]
    : [...(named ? [named] : []), join(repository, '..', 'shared', 'domain', `tender-${id}.txt`)];
  return places.find((place) => existsSync(place));
}

const tenders = [
  ...listTenders().map((id) => ({ id, root: undefined as string | undefined })),
  ...listTenders(fixtures).map((id) => ({ id, root: fixtures as string | undefined })),
];
const load = (id: string, root: string | undefined, readings: Record<string, string> = {}) =>
  loadTender(id, { catalogue, readings, ...(root ? { root } : {}) });

it('finds the built-in tender and the second one', () => {
  expect(listTenders().length).toBeGreaterThan(0);
  expect(listTenders(fixtures)).toEqual(['second']);
});

describe.each(tenders)('tender $id', ({ id, root }) => {
  const tender = load(id, root);
  const clauses = tender.checkables.filter((c) => c.kind === 'clause');
  const starred = clauses.filter((c) => c.starred);

  it('has as many starred clauses as its text', () => {
    expect(starred).toHaveLength(tender.counts.starred);
  });

  it('asks for the papers of each starred clause with the bid', () => {
    for (const clause of starred) {
      expect(clause.proof, clause.id).not.toHaveLength(0);
      const atBid = clause.verification.filter((v) => v.method === 'examine' && v.due === 'bid');
      const asked = atBid.flatMap((v) => (v.method === 'examine' ? v.documents : []));
      for (const { document } of clause.proof) expect(asked, `${clause.id} ${document}`).toContain(document);
    }
  });

  it('gives each test a fitting measurand and at least one population', () => {
    let tests = 0;
    for (const checkable of tender.checkables) {
      for (const verification of checkable.verification) {
        if (verification.method !== 'test') continue;
        tests++;
        const contract = catalogue.get(verification.probe)!;
        for (const expectation of verification.expect) {
          const measurand = contract.measurands[expectation.measurand]!;
          const wanted = expectation[comparatorOf(expectation)];
          const where = `${checkable.id}/${verification.id}`;
          if (typeof wanted === 'object' && 'unit' in wanted) {
            expect(dimensionOf(wanted.unit), where).toBe(dimensionOf(measurand.unit!));
          } else if (Array.isArray(wanted))
            expect(measurand.values ?? wanted, where).toEqual(expect.arrayContaining(wanted));
          else
            expect([where, typeof wanted]).toEqual([where, measurand.kind === 'text' ? 'string' : 'boolean']);
        }
      }
    }
    expect(tests).toBeGreaterThan(0);
  });

  it('covers every part of every checkable', () => {
    for (const checkable of tender.checkables) {
      const covered = new Set(checkable.verification.map((v) => v.part));
      expect([...covered].sort(), checkable.id).toEqual(checkable.parts.map((p) => p.id).sort());
    }
  });

  it('says why a paper or a person must tell what no interface can', () => {
    const silent = tender.checkables
      .filter((c) => root === undefined && c.kind === 'clause')
      .flatMap((c) => c.verification.map((v) => ({ where: `${c.id}/${v.id}`, v })))
      .filter(({ v }) => v.method !== 'test' && !v.why);
    expect(silent.map(({ where }) => where)).toEqual([]);
  });

  it('resolves each reading, and each alternative changes what is judged', () => {
    const onChecks = tender.readings.filter((reading) =>
      reading.options.some(({ set }) => set.some(({ path }) => path.startsWith('checkables/'))),
    );
    expect(onChecks.length).toBeGreaterThan(0);
    for (const reading of onChecks) {
      expect(
        reading.options.map((o) => o.id),
        reading.id,
      ).toContain(reading.pick);
      for (const option of reading.options) {
        const other = load(id, root, { [reading.id]: option.id });
        const where = `${reading.id} ${option.id}`;
        const same = JSON.stringify(other.checkables) === JSON.stringify(tender.checkables);
        expect([where, same]).toEqual([where, option.id === reading.pick]);
        expect([where, other.digest === tender.digest]).toEqual([where, option.id === reading.pick]);
      }
    }
  });

  it('has as many clauses, rows, figures, indicators and points as it states', () => {
    const { counts } = tender;
    expect(clauses.length).toBeLessThanOrEqual(counts.technicalClauses);
    expect(tender.tariff).toHaveLength(counts.tariffRows!);
    expect(tender.tariff.flatMap((row) => row.performance ?? [])).toHaveLength(counts.tariffFigures!);
    expect(tender.kpis).toHaveLength(counts.kpis!);
    const points = tender.kpis.reduce((sum, kpi) => sum + Number(kpi.points), 0);
    expect(points).toBe(Number(tender.assessment!.fullMark.points));
  });

  boundToSource(tender, sourceOf(id, root));
});

const numerals: Record<string, number> = {
  一: 1,
  单: 1,
  双: 2,
  两: 2,
  四: 4,
  八: 8,
  十六: 16,
  三十二: 32,
  万兆: 10,
  零: 0,
};
/** Every figure of a wording, in digits or as one of the numerals that occur. */
function numbersIn(wording: string): number[] {
  const said = Object.keys(numerals).filter((numeral) => wording.includes(numeral));
  return [...(wording.match(/\d+(?:\.\d+)?/g) ?? []).map(Number), ...said.map((one) => numerals[one]!)];
}

/** Laws that need the tender's own wording. */
function boundToSource(tender: Tender, source: string | undefined): void {
  const reason = source ? '' : '（未找到招标文件原文，已跳过：设置 BIAOCHI_TENDER_SOURCE 指向该文件）';
  describe.skipIf(!source)(`bound to the source text${reason}`, () => {
    const text = source ? readFileSync(source, 'utf8') : '';
    const lines = text.split('\n');
    const wording = (c: Checkable) => normaliseClause(wordingOf(text, c.clause)!);
    const wholeWording = (c: Checkable) =>
      [c.mergedCell, c.clause].map((place) => (place ? wordingOf(text, place) : '')).join('\n');
    const bound = tender.checkables.filter((c) => c.clause.lines);

    it('knows the file by its digest and length', () => {
      expect(`sha256:${sha256(readFileSync(source!))}`).toBe(tender.source.digest);
      expect(lines.length - 1).toBe(tender.source.lines);
    });

    it('binds each clause to its wording', () => {
      expect(bound.length).toBeGreaterThan(0);
      for (const c of bound) {
        expect(wording(c).length, c.id).toBeGreaterThan(4);
        expect(`${normalisation}-sha256:${sha256(wording(c))}`, c.id).toBe(c.clause.digest);
      }
    });

    it('stars exactly the lines that the text stars', () => {
      const inText = lines.flatMap((line, i) => (/^\s*(?:-\s*)?[▲★]/.test(line) ? [i + 1] : []));
      const inData = bound.filter((c) => c.starred).map((c) => c.clause.lines![0]!);
      expect(inData.sort((a, b) => a - b)).toEqual(inText);
    });

    it('states no figure that the bound wording does not state', () => {
      let figures = 0;
      for (const c of bound) {
        for (const v of c.verification) {
          if (v.method !== 'test') continue;
          for (const expectation of v.expect) {
            const wanted = expectation[comparatorOf(expectation)];
            if (typeof wanted !== 'object' || !('unit' in wanted)) continue;
            // A limit of ours, where the clause gives none, says where it comes from.
            if (expectation.source) continue;
            figures++;
            const stated = numbersIn(wholeWording(c));
            expect(stated, `${c.id}/${v.id}`).toContain(wanted.value);
          }
        }
      }
      expect(figures).toBeGreaterThan(0);
    });

    it('prices and weighs as the rows of the text do', () => {
      for (const row of tender.tariff) {
        const c = bound.find((one) => one.id === row.id);
        if (c) expect(wording(c).endsWith(row.price), row.id).toBe(true);
      }
      for (const kpi of tender.kpis) {
        const c = bound.find((one) => one.id === kpi.id);
        if (c) expect(wording(c).endsWith(kpi.points), kpi.id).toBe(true);
      }
    });

    it('words its statements itself', () => {
      for (const c of bound) {
        if (c.kind === 'clause') expect(wording(c), c.id).not.toContain(normaliseClause(c.statement));
      }
    });
  });
}
