import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { checkSource } from '../../../cli/source-check.ts';
import { kpiRows, priceRows, readTenderDocument } from '../../../intake/index.ts';
import { listTenders, loadCatalogue, loadTender } from '../../../spec/load/index.ts';
import { asDocx, asPdf } from './printing.ts';

const folder = mkdtempSync(join(tmpdir(), 'biaochi-official-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An official text is not ours to publish: it is looked for beside the checkout or by environment. */
function sourceOf(id: string): string | undefined {
  const beside = fileURLToPath(new URL(`../../../../shared/domain/tender-${id}.txt`, import.meta.url));
  return [process.env.BIAOCHI_TENDER_SOURCE, beside].find((file) => file && existsSync(file));
}

describe.each(listTenders())('the official text of %s', (id) => {
  const file = sourceOf(id);
  const title = file ? 'at hand' : `skipped: set BIAOCHI_TENDER_SOURCE to the text of ${id}`;
  describe.skipIf(!file)(title, () => {
    it('has as many clauses, ▲, prices and indicators as the data say', async () => {
      const { counts } = loadTender(id, { catalogue: loadCatalogue() });
      const text = await readTenderDocument(file!);
      const starred = text.clauses.filter((clause) => clause.starred);
      expect(starred).toHaveLength(counts.starred);
      const { part, chapter } = starred[0]!.place;
      const technical = text.clauses.filter(
        ({ place }) => place.part === part && place.chapter === chapter && place.annex === undefined,
      );
      expect(technical).toHaveLength(counts.technicalClauses);
      const standards = technical.filter((clause) => /^《.*》/s.test(clause.text));
      expect(standards).toHaveLength(counts.standards?.listed ?? 0);
      expect(priceRows(text)).toHaveLength(counts.tariffRows ?? 0);
      expect(kpiRows(text)).toHaveLength(counts.kpis ?? 0);
    });

    it.each(['text', 'docx', 'pdf'] as const)(
      'agrees with the data clause by clause, price by price, point by point, as %s',
      async (format) => {
        const tender = loadTender(id, { catalogue: loadCatalogue() });
        const content = readFileSync(file!, 'utf8');
        const printed = join(folder, `official.${format}`);
        if (format !== 'text') writeFileSync(printed, await (format === 'docx' ? asDocx : asPdf)(content));
        const source = format === 'text' ? file! : printed;
        const check = checkSource(tender, await readTenderDocument(source), source);
        const { changed, moved, missing, boundTwice, unbound, prices, points, figures } = check;
        expect({ changed, moved, missing, boundTwice, unbound, prices, points, figures }).toEqual({
          changed: [],
          moved: [],
          missing: [],
          boundTwice: [],
          unbound: [],
          prices: [],
          points: [],
          figures: [],
        });
        expect(check.bound.length).toBeGreaterThanOrEqual(tender.counts.technicalClauses);
      },
    );
  });
});
