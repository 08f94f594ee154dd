import type { Bid, Form, HandedInForm } from '../../../spec/index.ts';
import type { Situation } from '../stage.ts';
import { isConsortium } from './parties.ts';
import { clear, hit, type Sight, unknown } from './sight.ts';

type Seal = Form['sealedBy'][number];
type FoundSeal = NonNullable<HandedInForm['seals']>[number];

const sealWords: Record<Seal, string> = {
  company: '投标人公章',
  'each-member-company': '各成员单位公章',
  'legal-representative': '法定代表人签章',
  'each-legal-representative': '各成员法定代表人签章',
  signatory: '法定代表人或其授权代表签章',
  'agent-signature': '委托代理人签字',
};

/** Which of the seals found on a form are as good as the one that is asked for; a special-purpose seal never is. */
function sufficient(asked: Seal, bid: Bid): FoundSeal[] {
  const alone = !isConsortium(bid);
  const byAgent = bid.signatory?.kind === 'agent';
  switch (asked) {
    case 'company':
      return ['company', 'each-member-company'];
    case 'each-member-company':
      return alone ? ['each-member-company', 'company'] : ['each-member-company'];
    case 'legal-representative':
      return ['legal-representative', 'each-legal-representative'];
    case 'each-legal-representative':
      return alone ? ['each-legal-representative', 'legal-representative'] : ['each-legal-representative'];
    case 'signatory':
      return [
        'signatory',
        'legal-representative',
        'each-legal-representative',
        ...(byAgent ? (['agent-signature'] as const) : []),
      ];
    case 'agent-signature':
      return byAgent ? ['agent-signature', 'signatory'] : ['agent-signature'];
  }
}

/** What a form must bear in this bid: where every member of a consortium signs, the bidder’s seals are all of theirs. */
function askedOf(form: Form, bid: Bid, { tender }: Situation): Seal[] {
  const everyone =
    isConsortium(bid) &&
    form.suppliedBy !== 'each-member' &&
    tender.review?.consortium?.signs === 'each-member';
  if (!everyone) return form.sealedBy;
  const ofAll: Partial<Record<Seal, Seal>> = {
    company: 'each-member-company',
    'legal-representative': 'each-legal-representative',
  };
  return [...new Set(form.sealedBy.map((seal) => ofAll[seal] ?? seal))];
}

/** Whether a form bears every seal and signature that is asked of it. */
export function sealing(
  form: Form,
  handed: HandedInForm,
  title: string,
  bid: Bid,
  situation: Situation,
): Sight {
  const asked = askedOf(form, bid, situation);
  if (asked.length === 0) return clear();
  const found = handed.seals;
  if (found === undefined) return unknown(`${title}的签章未登记`);
  const missing = asked.filter((seal) => !sufficient(seal, bid).some((one) => found.includes(one)));
  if (missing.length === 0) return clear();
  const special = found.includes('special-purpose') ? '（专用章不予认可）' : '';
  return hit(`${title}未见${missing.map((seal) => sealWords[seal]).join('、')}${special}`);
}
