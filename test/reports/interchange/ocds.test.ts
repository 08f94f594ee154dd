import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../evaluators/scoring/index.ts';
import { ocdsReleasePackage } from '../../../reports/index.ts';
import { bidOf, proceedingsOf, roundOf, tender } from '../../evaluators/scoring/fixture.ts';
import { projectRoot } from '../../meta/source-files.ts';

type Json = Record<string, unknown>;
const read = (...path: string[]) => JSON.parse(readFileSync(join(projectRoot, ...path), 'utf8')) as Json;

/** RFC 7396. */
function merge(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const result: Json =
    typeof target === 'object' && target !== null && !Array.isArray(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = merge(result[key], value);
  }
  return result;
}

/** The published schemas with both extensions; draft 4 keywords that a later validator does not know are taken off. */
function validator() {
  const schemas = (name: string) => read('test', 'fixtures', 'schemas', name);
  const release = [
    schemas('ocds-bids-extension-1.1.5.json'),
    read('docs', 'schemas', 'ocds-scores', 'release-schema.json'),
  ].reduce<unknown>(merge, schemas('ocds-release-schema-1.1.5.json')) as Json;
  const modern = ({ id, $schema: _, ...rest }: Json): Json => ({ ...rest, $id: id });
  const ajv = new Ajv({ strict: false, allErrors: true });
  (addFormats as unknown as (one: Ajv) => void)(ajv);
  ajv.addSchema(modern(release));
  return ajv.compile(modern(schemas('ocds-release-package-schema-1.1.5.json')));
}
const validate = validator();

const bids = [
  bidOf('alpha', '80.00'),
  bidOf('beta', '85.00'),
  bidOf('gamma', '90.00'),
  bidOf('delta', '88.00', { validityDays: 10 }),
];
const tooShort = tender.review!.compliance.items.find(({ fact }) => fact === 'validity')!.id;
const found = proceedingsOf(bids);
const round = roundOf({
  bids,
  proceedings: {
    ...found,
    compliance: {
      ...found.compliance,
      findings: [{ bids: ['delta'], item: tooShort, result: 'hit', reasons: '投标有效期不足' }],
    },
  },
});
const evaluation = evaluate({ tender, round });
const packageOf = (scope: 'public' | 'archive', of = evaluation) =>
  ocdsReleasePackage({ tender, round, evaluation: of, publishedAt: '2026-06-03T09:00:00+08:00', scope });

describe('OCDS release package', () => {
  it.each(['public', 'archive'] as const)('fits the published schema with its extensions (%s)', (scope) => {
    expect(validate(packageOf(scope)), JSON.stringify(validate.errors)).toBe(true);
  });

  it('fits it also when the procurement is cancelled, and names no award', () => {
    const few = roundOf({ bids: [bidOf('alpha'), bidOf('beta')] });
    const cancelled = ocdsReleasePackage({
      tender,
      round: few,
      evaluation: evaluate({ tender, round: few }),
      publishedAt: '2026-06-03T09:00:00+08:00',
      scope: 'archive',
    });
    expect(validate(cancelled), JSON.stringify(validate.errors)).toBe(true);
    expect(JSON.stringify(cancelled)).not.toContain('awards');
    expect(JSON.stringify(cancelled)).toContain('unsuccessful');
  });

  it('is held to a schema that can refuse it', () => {
    const broken = packageOf('archive') as { releases: { tag: string[] }[] };
    broken.releases[0]!.tag = ['nothing'];
    expect(validate(broken)).toBe(false);
  });

  it('tells in public nothing of bids that did not win', () => {
    const text = JSON.stringify(packageOf('public'));
    expect(text).toContain('alpha云服务有限公司');
    for (const name of ['beta', 'gamma', 'delta', '85.00', '90.00']) expect(text).not.toContain(name);
    const whole = JSON.stringify(packageOf('archive'));
    for (const name of ['beta', 'gamma', 'delta']) expect(whole).toContain(name);
  });

  it('carries a rate as text, never as an amount of money', () => {
    const text = JSON.stringify(packageOf('archive'));
    expect(text).toMatch(/"rate":\{"value":"80(\.00)?","unit":"%"\}/);
    expect(text).not.toContain('"amount":80');
  });

  it('marks invented bids', () => {
    expect(JSON.stringify(packageOf('public'))).toContain('模拟数据');
  });
});
