import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Fault, type Place, placesIn, procedureSchemas, type Review, rulingOf } from '../../spec/index.ts';
import { clauseDigest, listTenders, loadCatalogue, loadTender, wordingOf } from '../../spec/load/index.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const built = join(repository, 'spec/tenders');
const catalogue = loadCatalogue();
const tenders = listTenders().map((id) => loadTender(id, { catalogue }));
const members = Object.keys(procedureSchemas) as (keyof typeof procedureSchemas)[];
const sections = ['admission', 'qualification', 'compliance', 'collusion', 'cancellation'] as const;

/** The tender's own text is not ours to publish: it is looked for beside the checkout or by environment. */
const sourceOf = (id: string) =>
  [process.env.BIAOCHI_TENDER_SOURCE, join(repository, '..', 'shared', 'domain', `tender-${id}.txt`)].find(
    (place) => place && existsSync(place),
  );

const isPlace = (value: unknown): value is Place =>
  typeof value === 'object' && value !== null && 'part' in value && 'chapter' in value;

/** Every quantity and every number of points, with the places that the nearest object around it names. */
function figuresIn(
  value: unknown,
  around: Place[],
  at: (string | number)[] = [],
): { at: (string | number)[]; figure: string; places: Place[] }[] {
  if (typeof value !== 'object' || value === null || isPlace(value)) return [];
  if ('unit' in value && 'value' in value) return [{ at, figure: String(value.value), places: around }];
  const own = Object.entries(value).flatMap(([key, member]) =>
    key === 'clause' || key.endsWith('Clause') || key === 'also' ? [member].flat().filter(isPlace) : [],
  );
  const places = own.length > 0 ? own : around;
  if (own.length === 0 && 'statute' in value) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    typeof member === 'string' && ['points', 'per', 'cap'].includes(key)
      ? places.length > 0 && member !== '0'
        ? [{ at: [...at, key], figure: member, places }]
        : []
      : figuresIn(member, places, [...at, key]),
  );
}

describe.each(tenders)('procedure of $id', (tender) => {
  const review = tender.review as Review;

  it('has every member', () => {
    for (const member of members) expect(tender[member], member).toBeDefined();
  });

  it('binds each place to lines with a digest', () => {
    for (const member of members) {
      const places = placesIn(tender[member]);
      expect(places.length, member).toBeGreaterThan(0);
      for (const { path, place } of places) {
        expect(place.lines, `${member}/${path.join('/')}`).toBeDefined();
        expect(place.digest, `${member}/${path.join('/')}`).toMatch(/^n1-sha256:/);
      }
    }
  });

  const source = sourceOf(tender.id);
  it.skipIf(!source)('stands in the text as its digests say', () => {
    const text = readFileSync(source!, 'utf8');
    for (const member of members)
      for (const { path, place } of placesIn(tender[member]))
        expect(clauseDigest(wordingOf(text, place)!), `${member}/${path.join('/')}`).toBe(place.digest);
  });

  it.skipIf(!source)('states no figure that the bound wording does not state', () => {
    const text = readFileSync(source!, 'utf8');
    const inWords = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
    const unstated: string[] = [];
    let stated = 0;
    for (const member of members) {
      for (const { at, figure, places } of figuresIn(tender[member], [])) {
        const wording = places.flatMap((place) => wordingOf(text, place) ?? []).join('\n');
        const spelt = [figure, inWords[Number(figure)] ?? figure];
        if (
          spelt.some((one) =>
            new RegExp(`(?<![\\d.])${one.replace('.', '\\.')}(?![\\d]|\\.\\d)`).test(wording),
          )
        )
          stated++;
        else unstated.push(`${member}/${at.join('/')}: ${figure}`);
      }
    }
    expect(stated).toBeGreaterThan(0);
    // Ours, and open to readings: the domain of a rate.
    expect(unstated).toEqual(['review/quote/moreThan: 0', 'review/quote/ceiling/atMost: 100']);
  });

  it('takes what only a statute says from that statute', () => {
    const figures = new Map(
      tender.statutes!.flatMap((s) =>
        s.rules.map((r) => [`${s.id}/${r.id}`, Object.values(r.figures ?? {})]),
      ),
    );
    const only = [
      ...tender.timetable!.periods.map((one) => ({ ...one, quantity: one.length })),
      ...review.minimums.map((one) => ({ ...one, quantity: one.count })),
    ].filter(({ clause }) => clause === undefined);
    expect(only.length).toBeGreaterThan(0);
    for (const { id, statute, quantity } of only) expect(figures.get(statute!), id).toContainEqual(quantity);
  });

  it('says of each item who decides, by what vote, to what effect', () => {
    for (const section of sections)
      for (const item of review[section].items) {
        const ruling = rulingOf(review[section], item);
        // Only a committee votes.
        expect(ruling.vote === 'none', item.id).toBe(ruling.decidedBy !== 'committee');
      }
  });

  it('has one vote of two thirds, on major deviations', () => {
    const high = sections.flatMap((section) =>
      review[section].items.filter((item) => rulingOf(review[section], item).vote === 'two-thirds'),
    );
    expect(high.map(({ id }) => id)).toEqual(['major-deviation']);
    expect(tender.committee!.votes.filter(({ vote }) => vote === 'two-thirds')).toHaveLength(1);
  });

  it('has a committee that adds up', () => {
    const { composition, members: all } = tender.committee!;
    expect(composition.reduce((sum, { count }) => sum + count.value, 0)).toBe(all.value);
    const experts = composition
      .filter(({ expert }) => expert)
      .reduce((sum, { count }) => sum + count.value, 0);
    expect(experts / all.value).toBeGreaterThanOrEqual(2 / 3);
    expect(all.value % 2).toBe(1);
  });

  it('numbers its forms from the first to the last', () => {
    const numbers = new Set(
      tender.forms!.forms.flatMap(({ number }) => (number ? [Number.parseInt(number, 10)] : [])),
    );
    expect([...numbers].sort((a, b) => a - b)).toEqual(
      Array.from({ length: tender.counts.forms! }, (_, n) => n + 1),
    );
  });

  it('holds no share in a deduction that the statute in force does not allow', () => {
    const figures = (id: string) =>
      tender
        .statutes!.flatMap((s) => s.rules.map((r) => ({ id: `${s.id}/${r.id}`, figures: r.figures ?? {} })))
        .find((rule) => rule.id === id)!.figures;
    const within = (share: number, { low, high }: Record<string, { value: number }>) =>
      share >= low!.value && share <= high!.value;
    const [sme, shared] = ['small-micro', 'small-micro-share'].map((id) =>
      review.priceDeductions!.items.find((item) => item.for === id),
    );
    expect(within(sme!.share.value, figures('mof-2022-19/deduction'))).toBe(true);
    expect(within(shared!.share.value, figures('mof-2022-19/consortium-deduction'))).toBe(true);
  });
});

describe('a broken procedure', () => {
  const id = listTenders()[0]!;
  let copy: string;
  beforeEach(() => {
    copy = mkdtempSync(join(tmpdir(), 'biaochi-review-'));
    cpSync(join(built, id), join(copy, id), { recursive: true });
  });
  afterEach(() => rmSync(copy, { recursive: true, force: true }));

  it('yields all its problems at once, each with file and line', () => {
    const breaks: [string, string, string, string][] = [
      ['review.yaml', 'forms: [wage-promise]', 'forms: [wages-promise]', 'wages-promise'],
      ['review.yaml', 'statute: mof-87/31', 'statute: mof-87/13', 'mof-87/13'],
      ['review.yaml', '- { id: words,', '- { id: opening-table,', '重复'],
      [
        'review.yaml',
        "minimumShare: { value: 30, unit: '%' }",
        'minimumShare: { value: 30, unit: person }',
        'person',
      ],
      [
        'committee.yaml',
        'count: { value: 5, unit: person }',
        'count: { value: 4, unit: person }',
        '成员之和',
      ],
      ['committee.yaml', 'denominator: 3', 'denominator: 2', '不足'],
      ['timetable.yaml', 'length: { value: 90, unit: d }', 'length: { value: 90, unit: GB }', 'GB'],
      ['timetable.yaml', 'date: obtainableFrom', 'date: published', 'published'],
      ['kpi.yaml', 'handlingPromise: major-fault', 'handlingPromise: great-fault', 'great-fault'],
      ['forms.yaml', "number: '9'", "number: '8'", '格式 9'],
    ];
    for (const [name, from, to] of breaks) {
      const file = join(copy, id, name);
      const text = readFileSync(file, 'utf8');
      expect(text, `${name} ${from}`).toContain(from);
      writeFileSync(file, text.replace(from, to));
    }
    let fault: unknown;
    try {
      loadTender(id, { catalogue, root: copy });
    } catch (error) {
      fault = error;
    }
    expect(fault).toBeInstanceOf(Fault);
    const { problems } = fault as Fault;
    for (const [name, , , named] of breaks) {
      const found = problems.filter((p) => p.file === `tenders/${id}/${name}` && p.message.includes(named));
      expect(found, `${name} ${named} in ${JSON.stringify(problems)}`).not.toHaveLength(0);
      for (const { line } of found) expect(line, `${name} ${named}`).toBeGreaterThan(0);
    }
  });

  it('cites no statute before its first day', () => {
    const file = join(copy, id, 'tender.yaml');
    const text = readFileSync(file, 'utf8');
    const deadline = /bidDeadline: '(\d{4})/.exec(text)!;
    writeFileSync(file, text.replace(deadline[0], `bidDeadline: '${Number(deadline[1]) - 1}`));
    expect(() => loadTender(id, { catalogue, root: copy })).toThrow(/不在施行期内/);
  });
});
