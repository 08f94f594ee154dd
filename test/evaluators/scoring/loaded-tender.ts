import type { Tender } from '../../../spec/index.ts';
import { listTenders, loadCatalogue, loadTender } from '../../../spec/load/index.ts';

/** The tender whose rules the tests of the evaluation read. */
export const tender: Tender = loadTender(listTenders()[0]!, { catalogue: loadCatalogue() });
