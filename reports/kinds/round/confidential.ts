import { type EvaluationStep, printApproximate } from '../../../spec/index.ts';
import type { Material } from './material.ts';

type Replace = (text: string) => string;

/**
 * Takes out of a text for one bidder whatever is of another or of the committee: names of bidders, firms, people and
 * members, credit codes, contacts, and the figures of others' quotes and scores. The bidder's own stay.
 */
export function confidential(material: Material, own: string): Replace {
  const { round, evaluation } = material;
  const mine = new Set(wordsOf(material, own));
  const others = round.bids
    .filter(({ id }) => id !== own)
    .flatMap(({ id }) => wordsOf(material, id).map((word) => [word, '其他投标人'] as const));
  const members = (round.head.committee?.members ?? []).map(({ name }) => [name, '评委'] as const);
  const words = [...others, ...members]
    .filter(([word]) => word.length > 1 && !mine.has(word))
    .sort(([a], [b]) => b.length - a.length);
  const myFigures = new Set(figuresOf(material, own));
  const figures = new Set(
    [
      ...round.bids.filter(({ id }) => id !== own).flatMap(({ id }) => figuresOf(material, id)),
      // Means and second lowest quotes speak of others, too.
      ...evaluation.stages.flatMap(({ steps }) => steps.flatMap(figuresIn)),
    ].filter((figure) => !myFigures.has(figure)),
  );
  const ids = round.bids.map(({ id }) => id).filter((id) => id !== own);
  return (text) => {
    let told = text;
    for (const [word, stead] of words) told = told.replaceAll(word, stead);
    for (const id of ids)
      told = told.replace(new RegExp(`(?<![\\w.-])${escaped(id)}(?![\\w.-])`, 'g'), '其他投标人');
    return told.replace(/(?<![\d.])\d+(?:\.\d+)?(?:\/\d+)?(?![\d.]*\d)/g, (figure) =>
      figures.has(figure) ? '＊' : figure,
    );
  };
}

/** The value of a step, and what is no whole number in its formula. */
function figuresIn({ value, expression = '' }: EvaluationStep): string[] {
  const reached = /^-?[\d./]+/.exec(value)?.[0] ?? '';
  const parts = [...expression.matchAll(/\d+\.\d+|\d+\/[1-9]\d*/g)].map(([figure]) => figure);
  return [reached, ...parts].flatMap(formsOf);
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function wordsOf({ round }: Material, id: string): string[] {
  const bid = round.bids.find((one) => one.id === id);
  if (!bid) return [];
  const firms = [...bid.members, ...(bid.subcontract?.to ?? [])];
  return [
    bid.bidder,
    ...firms.flatMap((firm) => [
      firm.name,
      firm.creditCode,
      firm.legalRepresentative,
      firm.head,
      firm.address,
      ...[...(firm.holders ?? []), ...(firm.managedBy ?? [])].map(({ name }) => name),
    ]),
    bid.signatory?.name,
    bid.signatory?.phone,
    bid.signatory?.identity,
    ...(bid.people ?? []).flatMap(({ name, identity }) => [name, identity]),
    ...(bid.contacts ?? []).flatMap(({ name, phone, email }) => [name, phone, email]),
    ...(bid.machine ?? []).map(({ value }) => value),
    ...(bid.documents ?? []).flatMap(({ name, author, lastModifiedBy, number }) => [
      name,
      author,
      lastModifiedBy,
      number,
    ]),
  ].filter((word): word is string => word !== undefined && word !== '');
}

function figuresOf({ evaluation, round }: Material, id: string): string[] {
  const found = evaluation.bids.find(({ bid }) => bid === id);
  const stated = round.bids.find((bid) => bid.id === id)?.quote.stated ?? [];
  return [
    ...stated.flatMap(({ digits, words }) => [digits?.replace(/[^\d.]/g, ''), words]),
    found?.quote.stated,
    found?.quote.quoted,
    found?.quote.evaluated,
    found?.total,
    ...(found?.groups ?? []).flatMap(({ score, exact }) => [score, exact]),
  ]
    .filter((figure): figure is string => figure !== undefined && figure !== '')
    .flatMap(formsOf);
}

/** An exact number as it may stand in a text: as written, cut, and with two decimals. Small whole numbers are no secret. */
function formsOf(value: string): string[] {
  if (!/^-?\d+(\.\d+)?(\/[1-9]\d*)?$/.test(value)) return [];
  const cut = [2, 4, 6].map((decimals) => printApproximate(value, decimals).replace('≈', ''));
  const fixed = cut.flatMap((text) => {
    const [whole, fraction = ''] = text.split('.');
    return fraction.length < 2 ? [`${whole}.${fraction.padEnd(2, '0')}`] : [];
  });
  return [...new Set([value, ...cut, ...fixed])].filter((text) => !/^\d$/.test(text));
}
