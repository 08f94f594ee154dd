import {
  beijingTime,
  type EvaluationStage,
  evaluationStages,
  multiplyDecimals,
  type Place,
  printApproximate,
  readingsAt,
  type VoteCount,
  votes,
} from '../../../spec/index.ts';
import type { Material } from './material.ts';

const numerals = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/** `第二部分 21.7(1)，原文第 668 行`. */
export function placeWords(place: Place | undefined): string {
  if (!place) return '';
  const part = `第${numerals[place.part] ?? place.part}部分`;
  const annex = place.annex === undefined ? '' : ` 附件${place.annex}`;
  const section = place.section === undefined ? '' : ` ${place.section}`;
  const item = place.item === undefined ? '' : `(${place.item})`;
  const [from, to] = place.lines ?? [];
  const lines = from === undefined ? '' : `，原文第 ${from === to ? from : `${from}–${to}`} 行`;
  return `${part}${annex}${section}${item}${lines}`;
}

/** `财政部令第87号第三十七条` for each reference; one that is not at hand is given as it stands. */
export function statuteWords(
  { tender }: Pick<Material, 'tender'>,
  references: readonly string[] = [],
): string {
  return references
    .map((reference) => {
      const [id, rule] = reference.split('/');
      const statute = tender.statutes?.find((one) => one.id === id);
      const article = statute?.rules.find((one) => one.id === rule)?.article;
      return statute ? `${statute.number}${article ?? ''}` : reference;
    })
    .join('、');
}

/** Clause and statute together, for a table's cell. */
export function basisWords(
  material: Pick<Material, 'tender'>,
  { clause, statute }: { clause?: Place; statute?: string[] },
): string {
  return [placeWords(clause), statuteWords(material, statute)].filter(Boolean).join('；');
}

const isExact = /^-?\d+(\.\d+)?(\/[1-9]\d*)?$/;

/** Exact numbers for people; `≈` stands before what was cut, and the fraction beside it. Words stay as they are. */
export function exactWords(value: string, decimals = 6): string {
  const [, number = value, unit = ''] = /^(-?[\d./]+)( ?(?:%|元|分))$/.exec(value) ?? [];
  if (!isExact.test(number)) return value;
  const shown = printApproximate(number, decimals);
  // What ends is left as it was written, trailing zeros included.
  if (!shown.startsWith('≈')) return number.includes('/') ? `${shown}${unit}` : value;
  return `${shown}${unit}${number.includes('/') ? `（${number}${unit}）` : ''}`;
}

/** A score in a table: short, marked where it was cut. */
export function pointsWords(value: string | undefined): string {
  if (value === undefined) return '—';
  if (!isExact.test(value)) return value;
  return /^-?\d+(\.\d{1,4})?$/.test(value) ? value : printApproximate(value, 4);
}

/** A rounded score with the decimals that it was rounded to, so that columns line up. */
export function fixedWords(value: string | undefined, decimals: number): string {
  const shown = pointsWords(value);
  if (!/^-?\d+(\.\d+)?$/.test(shown) || decimals === 0) return shown;
  const [whole, fraction = ''] = shown.split('.');
  return `${whole}.${fraction.padEnd(decimals, '0')}`;
}

/** Decimals that the scores of a group are rounded to; of all groups, without one. */
export function decimalsOf({ tender }: Pick<Material, 'tender'>, group?: string): number {
  const groups = (tender.scoring?.groups ?? []).filter(({ id }) => group === undefined || id === group);
  return Math.max(
    0,
    ...groups.flatMap(({ averaging, sections }) => [
      averaging?.rounding.decimals ?? 0,
      ...sections.flatMap(({ criteria }) =>
        criteria.map((one) => ('rounding' in one ? one.rounding.decimals : 0)),
      ),
    ]),
  );
}

/** A share of one as per cent: `1/5` is `20%`. */
export function shareWords(share: string): string {
  if (!isExact.test(share)) return share;
  const [above, below] = share.split('/');
  return `${printApproximate(`${multiplyDecimals(above!, '100')}${below ? `/${below}` : ''}`, 4)}%`;
}

/** A quote with the decimals that the tender asks for, and its unit. */
export function quoteWords(
  { tender }: Pick<Material, 'tender'>,
  value: string | undefined,
  unit: '%' | 'yuan',
): string {
  if (value === undefined) return '不能读出';
  const asked = tender.review?.quote.decimals;
  const decimals = asked && asked.of === (unit === '%' ? 'percent' : 'yuan') ? asked.count : 0;
  return `${fixedWords(value, decimals)}${unit === '%' ? '%' : ' 元'}`;
}

export function instantWords(instant: string | undefined): string {
  return instant === undefined ? '未记录' : beijingTime(instant);
}

/** `过半数：赞成 4（甲、乙…），反对 2，未表态 1（视为同意）；须 4 票，通过`. */
export function voteWords({ member }: Pick<Material, 'member'>, vote: VoteCount | undefined): string {
  if (!vote) return '';
  const names = (ids: readonly string[]) => (ids.length === 0 ? '' : `（${ids.map(member).join('、')}）`);
  const silent =
    vote.silent.length === 0
      ? ''
      : `，未表态 ${vote.silent.length}${vote.silence === 'consent' ? '（视为同意）' : '（不计）'}`;
  return `${votes[vote.rule]}（${vote.members} 人中须 ${vote.needed} 票）：赞成 ${vote.for.length}${names(vote.for)}，反对 ${vote.against.length}${names(vote.against)}${silent}；${vote.carried ? '通过' : '未通过'}`;
}

/** Stage names as reports print them: signs of a connection are leads until people say otherwise. */
export function stageWords(stage: EvaluationStage): string {
  return stage === 'collusion' ? '异常关联线索核实' : evaluationStages[stage];
}

/** Readings that decide how a rule is read, with what was chosen. */
export function readingWords({ tender, evaluation }: Material, rule: string | undefined): string {
  if (rule === undefined) return '';
  return readingsAt(tender.readings, rule)
    .map(({ id }) => evaluation.readings.find((chosen) => chosen.id === id))
    .flatMap((chosen) => (chosen ? [`${chosen.id}：${chosen.title}`] : []))
    .join('；');
}
