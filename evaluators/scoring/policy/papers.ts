import type { Bid, BidPaper, Form, FormOccasion, PriceDeduction } from '../../../spec/index.ts';
import { secondsOf } from '../facts/instants.ts';
import { isConsortium, leaderOf } from '../facts/parties.ts';
import { sealing } from '../facts/seals.ts';
import type { Situation } from '../stage.ts';

/** What the claim rests on; papers of another ground are not asked for. */
export type Basis = 'whole' | 'consortium' | 'subcontract';

function asked(occasion: FormOccasion, bid: Bid, basis: Basis): boolean {
  switch (occasion) {
    case 'consortium':
      return isConsortium(bid) && basis !== 'subcontract';
    case 'subcontract-claimed':
      return basis === 'subcontract';
    case 'principal-signs':
      return bid.signatory?.kind === 'legal-representative';
    case 'agent-signs':
      return bid.signatory?.kind === 'agent';
    case 'always':
    case 'small-micro-claimed':
    case 'disabled-welfare-claimed':
    case 'domestic-claimed':
    case 'as-needed':
      return true;
  }
}

function missingForm(situation: Situation, bid: Bid, form: Form): string[] {
  const title = `《${form.title}》`;
  const firms = form.suppliedBy === 'each-member' ? bid.members : [undefined];
  return firms.flatMap((firm) => {
    const copies = bid.forms.filter(
      (one) => one.form === form.id && (!firm || (one.member ?? leaderOf(bid).id) === firm.id),
    );
    const amiss = copies.map((copy): string[] => {
      const sight = sealing(form, copy, title, bid, situation);
      return [
        ...(sight.seen === 'clear' || sight.seen === 'not-applicable'
          ? []
          : [`${sight.facts.join('、')}，不计`]),
        ...legibility(copy.legible, title),
        ...(copy.untranslated ? [`${title}为外文且未附译本，不计`] : []),
      ];
    });
    if (amiss.length === 0) return [`未提供${firm && isConsortium(bid) ? firm.name : ''}${title}`];
    return amiss.find((reasons) => reasons.length === 0) ?? amiss[0]!;
  });
}

const legibility = (legible: boolean | undefined, title: string): string[] =>
  legible ? [] : [legible === undefined ? `${title}是否清晰未登记，不计` : `${title}不清晰，不计`];

/** A paper that the tender names without giving a form: among the forms or the papers of the bid, with the seal. */
function missingPaper(
  { tender }: Situation,
  bid: Bid,
  item: PriceDeduction,
  paper: { id: string; title: string },
): string[] {
  const title = `《${paper.title}》`;
  const forms = bid.forms
    .filter(({ form }) => form === paper.id)
    .map(({ seals, legible, untranslated }) => ({
      sealed: seals === undefined ? undefined : seals.some((seal) => /^(each-member-)?company$/.test(seal)),
      legible,
      untranslated,
    }));
  // A paper that is handed in for the deduction as a whole is the only one that the tender gives no form for.
  const formless = tender.forms?.demandedWithoutForm.filter(({ id }) => item.papers.includes(id)) ?? [];
  const papers = (bid.papers ?? []).filter(
    (one) => one.for.includes(paper.id) || (one.for.includes(item.id) && formless.length === 1),
  );
  const amiss = [...forms, ...papers].map((one: Partial<BidPaper>): string[] => [
    ...(one.sealed
      ? []
      : [`${title}${one.sealed === undefined ? '是否盖章未登记' : '未盖投标人公章'}，不计`]),
    ...legibility(one.legible, title),
    ...(one.untranslated ? [`${title}为外文且未附译本，不计`] : []),
    ...(one.validUntil &&
    secondsOf(one.validUntil).add(86400).compare(secondsOf(tender.dates.bidDeadline)) <= 0
      ? [`${title}在投标截止前已过有效期，不计`]
      : []),
  ]);
  if (amiss.length === 0) return [`未提供${title}`];
  return amiss.find((reasons) => reasons.length === 0) ?? amiss[0]!;
}

/** What is missing of the papers that a deduction asks for; empty when all are there, sealed and legible. */
export function missingPapers(situation: Situation, bid: Bid, item: PriceDeduction, basis: Basis): string[] {
  const { forms } = situation.tender;
  return item.papers.flatMap((id) => {
    const form = forms?.forms.find((one) => one.id === id);
    if (form) return asked(form.required, bid, basis) ? missingForm(situation, bid, form) : [];
    const paper = forms?.demandedWithoutForm.find((one) => one.id === id);
    if (!paper || !asked(paper.required, bid, basis)) return [];
    const given = basis === 'subcontract' && bid.subcontract?.intent === 'given-form';
    if (item.ownForm === 'refused' && paper.lacks.includes('form') && !given)
      return [`招标文件未给出格式，按所选读法不接受自拟的《${paper.title}》`];
    return missingPaper(situation, bid, item, paper);
  });
}
