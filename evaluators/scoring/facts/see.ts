import type { ReviewFact } from '../../../spec/index.ts';
import {
  decryptedInTime,
  importedFully,
  madeWithTool,
  obtainedInTime,
  sameGeneration,
  signedInInTime,
  uploadedInTime,
} from './admission.ts';
import { formsComplete, itemForms, legible, sealedAsRequired, translated } from './forms.ts';
import { itemIdentifiers } from './machine.ts';
import { itemPapers } from './papers.ts';
import { appliesTo } from './parties.ts';
import { itemRegisters } from './registers.ts';
import { memberOfOneBid, noDesignService, unrelated } from './relations.ts';
import { deviationsToVote, itemMisses } from './responses.ts';
import { type FactSight, notApplicable, type Question, type Sight, together, unknown } from './sight.ts';
import { clarificationAnswered, noConditions, noImportedProducts, validity } from './terms.ts';

/** Facts of the quote and signs of collusion are seen by their own stages. */
const factSights: Record<ReviewFact, FactSight | 'elsewhere'> = {
  'obtained-in-time': obtainedInTime,
  'uploaded-in-time': uploadedInTime,
  'made-with-tool': madeWithTool,
  'same-generation': sameGeneration,
  'signed-in-in-time': signedInInTime,
  'decrypted-in-time': decryptedInTime,
  imported: importedFully,
  'member-of-one-bid': memberOfOneBid,
  unrelated,
  'no-design-service': noDesignService,
  'no-imported-products': noImportedProducts,
  'sealed-as-required': sealedAsRequired,
  'forms-complete': formsComplete,
  legible,
  translated,
  validity,
  'no-conditions': noConditions,
  'clarification-answered': clarificationAnswered,
  'not-adjustable': 'elsewhere',
  'no-alternative': 'elsewhere',
  'alteration-sealed': 'elsewhere',
  'quoted-as-required': 'elsewhere',
  'within-ceiling': 'elsewhere',
  'same-author': 'elsewhere',
  'same-agent': 'elsewhere',
  'same-person': 'elsewhere',
  'alike-or-patterned': 'elsewhere',
  'mixed-pages': 'elsewhere',
  'fewer-than-minimum': 'elsewhere',
  'all-over-ceiling': 'elsewhere',
};

/** What the program sees of a bid under an item, by whatever the item names. Without `seen` only people can tell. */
export function see(question: Question): Sight {
  const { item, bid } = question;
  const applies = appliesTo(item.when, bid);
  // A firm that bids alone beside its own consortium is looked at although its own bid is none.
  if (applies === false && item.fact !== 'member-of-one-bid') return notApplicable('不属于该项适用的情形');
  if (applies === undefined) return unknown('未登记投标文件由谁签署');
  const fact = item.fact && factSights[item.fact];
  const looks: (FactSight | false | undefined)[] = [
    item.forms && itemForms,
    item.papers && itemPapers,
    item.lists && itemRegisters,
    item.identifiers && itemIdentifiers,
    item.misses && itemMisses,
    fact !== 'elsewhere' && fact,
  ];
  const chosen = looks.filter((look) => look !== undefined && look !== false);
  return chosen.length > 0 ? together(chosen.map((look) => look(question))) : deviationsToVote(question);
}
