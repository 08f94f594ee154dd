import {
  type Bid,
  type EvaluationStep,
  type ItemResult,
  type Lead,
  leadStrengths,
  type Notice,
  type ReviewFact,
  type ReviewItem,
  type ReviewSection,
} from '../../../spec/index.ts';
import { printExact } from '../../arithmetic/index.ts';
import { collusionLeads, priceSteps } from '../../collusion/index.ts';
import { takingPart } from '../facts/parties.ts';
import { examine } from '../facts/section.ts';
import { see } from '../facts/see.ts';
import type { Question, Sight } from '../facts/sight.ts';
import { correctQuote } from '../quote/correct.ts';
import { unitOf } from '../quote/meaning.ts';
import { belowMinimum, type End, type Situation, type Stage } from '../stage.ts';

const stage = 'collusion' as const;
const path = 'review/collusion';

/** Facts on which the program has leads to give, never an answer. */
const leadFacts: ReadonlySet<ReviewFact> = new Set<ReviewFact>([
  'same-author',
  'same-agent',
  'same-person',
  'alike-or-patterned',
  'mixed-pages',
]);

/**
 * Signs that bids have something in common. The committee finds; what the program sees are leads, and a lead makes
 * nobody's bid invalid. In a binding round each lead waits until the committee has said clear or hit of its item.
 */
export const collusion: Stage = (situation) => {
  const { tender, round, valid } = situation;
  const section = tender.review?.collusion;
  if (!section) return { notApplicable: true };
  const quotes = quotesOf(situation);
  const leads = leadsOf(situation, quotes).map((lead) => ({ lead, items: itemsOf(section, lead) }));
  const examination = { stage, section, path, record: round.proceedings.collusion };
  const look = (settled: ReadonlySet<string>) =>
    examine(situation, examination, section.items, (question) =>
      isForPeople(question.item) ? sightOf(question, leads, settled) : see(question),
    );
  // Of a bid that a finding puts out nothing more has to be said.
  const out = new Set(look(new Set(valid.map(({ id }) => id))).invalid.map(({ bid }) => bid));
  const outcome = look(out);
  const left = valid.length - outcome.invalid.length;
  const end =
    endOf(section, outcome.results) ??
    (outcome.invalid.length > 0 ? belowMinimum(situation, 'compliance', left, stage) : undefined);
  return {
    results: outcome.results,
    invalid: outcome.invalid,
    awaited: outcome.awaited,
    notices: [
      ...outcome.notices,
      ...leads.map(({ lead, items }) => noticeOf(round.bids, lead, items.at(-1))),
    ],
    steps: stepsOf(situation, section, quotes),
    ...(end ? { end } : {}),
  };
};

interface Attached {
  lead: Lead;
  items: ReviewItem[];
}

/** The items that a lead may bear on: those of its fact, else those that people describe. */
function itemsOf({ items }: ReviewSection, { fact }: Lead): ReviewItem[] {
  const own = items.filter((item) => fact !== undefined && item.fact === fact);
  return own.length > 0 ? own : items.filter(isFree);
}

const isFree = ({ fact, forms, papers, lists, identifiers, misses }: ReviewItem) =>
  ![fact, forms, papers, lists, identifiers, misses].some((one) => one !== undefined);
const isForPeople = (item: ReviewItem) =>
  isFree(item) || (item.fact !== undefined && leadFacts.has(item.fact));

function quotesOf({ tender, quotes, ...situation }: Situation) {
  const rule = tender.review!.quote;
  return new Map(
    takingPart({ tender, quotes, ...situation }).flatMap((bid) => {
      const found = correctQuote(tender, bid);
      const value = found.value ?? found.stated;
      const known = quotes.get(bid.id) ?? (value && { unit: unitOf(rule), stated: printExact(value) });
      return known ? [[bid.id, known] as const] : [];
    }),
  );
}

/** Leads over every bid that takes part, as far as they concern one that is still in. */
function leadsOf(situation: Situation, quotes: ReturnType<typeof quotesOf>): Lead[] {
  const { tender, round, valid } = situation;
  const taking = takingPart(situation);
  const bids = taking.length === round.bids.length ? round.bids : [...taking];
  const { boilerplate } = round;
  const found = collusionLeads({
    tender,
    round: { bids, texts: round.texts },
    quotes,
    ...(boilerplate ? { boilerplate } : {}),
  });
  return found.filter((lead) => lead.bids.some((id) => valid.some((bid) => bid.id === id)));
}

/** What is told to those who decide. `settled`: bids of which nothing more has to be said. */
function sightOf(
  { situation, item, record, bid }: Question,
  leads: readonly Attached[],
  settled: ReadonlySet<string>,
): Sight {
  const mine = leads.filter(({ lead, items }) => lead.bids.includes(bid.id) && items.at(-1) === item);
  const facts =
    mine.length > 0 ? mine.map(({ lead }) => sayLead(lead)) : ['程序没有见到该项线索；没有见到不等于没有'];
  const answered = (one: Attached) =>
    record?.findings?.some(
      (finding) => finding.bids.includes(bid.id) && one.items.some(({ id }) => id === finding.item),
    );
  const open = mine.filter((one) => !answered(one));
  const waits = open.length > 0 && situation.round.head.mode !== 'rehearsal' && !settled.has(bid.id);
  if (!waits) return { facts };
  const what = `有线索而无认定，须逐项认定有或者没有：${open.map(({ lead }) => lead.title).join('；')}`;
  return { facts, pending: { what, when: 'binding' } };
}

const sayLead = ({ title, strength }: Lead) => `线索（${leadStrengths[strength]}），供评委核实：${title}`;

function noticeOf(bids: readonly Bid[], lead: Lead, item: ReviewItem | undefined): Notice {
  const bidder = (id: string) => bids.find((bid) => bid.id === id)?.bidder ?? id;
  const evidence = lead.evidence.map(({ bid, document, page, text }) => {
    const place = `${document === undefined ? '' : `《${document}》`}${page === undefined ? '' : `第 ${page} 页`}`;
    return `${bidder(bid)}${place}：${text}`;
  });
  const steps = lead.steps.map(
    ({ label, expression, value }) => `${label}：${value}${expression ? `（${expression}）` : ''}`,
  );
  return {
    stage,
    kind: 'lead',
    text: sayLead(lead),
    bids: lead.bids,
    evidence: [...evidence, ...steps, `说明：${lead.note}`, `可能的正当原因：${lead.innocent.join('；')}`],
    ...(item ? { item: item.id, clause: item.clause } : {}),
    ...(item?.statute ? { statute: item.statute } : {}),
  };
}

/** The end of everything, where the tender gives that effect to an item that the committee found. */
function endOf({ items }: ReviewSection, results: readonly ItemResult[]): End | undefined {
  const found = results.find(({ effect }) => effect === 'suspend' || effect === 'cancel');
  const item = found && items.find(({ id }) => id === found.item);
  if (!item) return undefined;
  return {
    kind: found.effect === 'suspend' ? 'stopped' : 'cancelled',
    item: item.id,
    title: item.title,
    reasons: found.reasons,
    clause: item.clause,
    ...(item.statute ? { statute: item.statute } : {}),
  };
}

/** What was compared, and the figures of the quotes, whether or not they stand out. */
function stepsOf(
  { tender, round }: Situation,
  { items }: ReviewSection,
  quotes: ReturnType<typeof quotesOf>,
): EvaluationStep[] {
  const item = items.find(({ fact }) => fact === 'alike-or-patterned');
  const rule = item ? `${path}/items/${item.id}` : path;
  const bids = new Set(round.texts.map(({ bid }) => bid)).size;
  const compared =
    bids < 2
      ? '提供文本的投标文件不足两份，未作文本比对'
      : `${bids} 份投标文件${round.boilerplate ? '，已去除招标文件原文' : '；未提供招标文件原文，未能去除'}`;
  return [
    { label: '文本比对', value: compared, rule },
    ...priceSteps(tender.review, quotes).map((step) => ({ ...step, rule })),
  ];
}
