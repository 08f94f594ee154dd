import { printQuantity } from '../../../spec/index.ts';
import { exact, quantityIn } from '../../arithmetic/index.ts';
import { clear, type FactSight, hit, notApplicable, unknown } from './sight.ts';

export const validity: FactSight = ({ bid, item }) => {
  if (bid.validityDays === undefined) return unknown('投标有效期未登记');
  if (!item.limit) return unknown('招标文件未载明投标有效期');
  const fact = `投标有效期 ${bid.validityDays} 天，规定不少于 ${printQuantity(item.limit)}`;
  return exact(bid.validityDays).compare(quantityIn(item.limit, 'd')) < 0 ? hit(fact) : clear(fact);
};

export const noConditions: FactSight = ({ bid: { conditions } }) => {
  if (conditions === undefined) return unknown('是否附加条件未登记');
  return conditions.length > 0 ? hit(...conditions.map((one) => `附加条件：${one}`)) : clear('未附加条件');
};

export const noImportedProducts: FactSight = ({ bid: { importedProducts } }) => {
  if (importedProducts === undefined) return unknown('是否含进口产品未登记');
  return importedProducts.length > 0
    ? hit(...importedProducts.map((one) => `含进口产品：${one}`))
    : clear('不含进口产品');
};

/** Only what the committee asked counts; what the bidder volunteers is neither accepted nor held against it. */
export const clarificationAnswered: FactSight = ({ bid, item, record, situation }) => {
  const asked = (situation.round.proceedings.clarifications ?? []).filter(
    (one) => one.bid === bid.id && !one.unsolicited,
  );
  if (asked.length === 0) return notApplicable('未要求该投标人澄清');
  const refused = asked.filter(({ refused: no }) => no);
  if (refused.length > 0) return hit(...refused.map(({ id }) => `拒不答复澄清 ${id}`));
  const open = asked.filter(({ reply }) => reply === undefined).map(({ id }) => id);
  if (open.length === 0) return clear(`已答复澄清 ${asked.map(({ id }) => id).join('、')}`);
  const what = `澄清 ${open.join('、')} 尚未答复`;
  // Once the committee has found, it no longer waits for the bidder.
  if (record?.findings?.some((one) => one.item === item.id && one.bids.includes(bid.id)))
    return unknown(what);
  return { ...unknown(what), pending: { what, when: 'always', who: 'bidder' } };
};
