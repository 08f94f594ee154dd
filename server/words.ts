import { type Catalogue, Fault, type Judgement, type Tender } from '../spec/index.ts';
import { loadCatalogue, loadTender } from '../spec/load/index.ts';

/** The names of clauses, parts and measurands, which a record carries only as ids. */
export interface Words {
  tender?: Tender | undefined;
  catalogue?: Catalogue | undefined;
}

/** Loads the tender as it was read for the judgement. A spec that is gone or broken leaves the ids to speak. */
export function loadWords(tenderId: string, judgement: Judgement | undefined): Words {
  const catalogue = unlessFault(() => loadCatalogue());
  if (!catalogue) return {};
  const readings = Object.fromEntries((judgement?.readings ?? []).map(({ id, chosen }) => [id, chosen]));
  const tender = unlessFault(() => loadTender(tenderId, { catalogue, readings }));
  return { catalogue, tender };
}

function unlessFault<T>(load: () => T): T | undefined {
  try {
    return load();
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}
