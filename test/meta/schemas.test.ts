import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { publishedSchemas } from '../../cli/scaffold/schemas.ts';
import { roundOf } from '../evaluators/scoring/fixture.ts';
import { projectRoot } from './source-files.ts';

const folder = join(projectRoot, 'docs/schemas');
const present = readdirSync(folder).filter((name) => name.endsWith('.json'));
const read = (file: string) => readFileSync(join(folder, file), 'utf8');

describe('docs/schemas', () => {
  it('is what spec says; `npx tsx cli/scaffold/schemas.ts` writes it', () => {
    const published = publishedSchemas();
    expect(published.size).toBe(7);
    expect(present.sort()).toEqual([...published.keys()].sort());
    for (const [file, text] of published) expect(read(file), file).toBe(text);
  });

  it.each(present)('%s is a schema by itself, with a Chinese title', (file) => {
    const schema = JSON.parse(read(file)) as Record<string, string>;
    expect(schema).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema', $id: file });
    expect(schema.title).toMatch(/\p{Script=Han}/u);
    expect(
      new Ajv2020({ strict: false, formats: { date: true, 'date-time': true } }).validateSchema(schema),
    ).toBe(true);
  });

  it('takes the parts of a plain round and refuses others', () => {
    const ajv = new Ajv2020({ strict: false });
    (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
    const round = roundOf();
    const parts: [string, unknown][] = [
      ['round', round.head],
      ['bid', round.bids[0]],
      ['admission', round.admissions],
      ['proceedings', round.proceedings],
      ['score-sheet', round.sheets[0]],
      ['signing', round.signing],
    ];
    for (const [name, part] of parts) {
      const validate = ajv.compile(JSON.parse(read(`${name}.schema.json`)));
      expect(validate(part), name).toBe(true);
      expect(validate({ nothing: 'known' }), name).toBe(false);
    }
  });

  it('is explained file by file', () => {
    for (const file of present) expect(read('README.md')).toContain(`(${file})`);
  });
});
