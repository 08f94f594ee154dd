import { scoringRows, type TenderDocument } from '../../intake/index.ts';
import { procedureSchemas, reviewFacts } from '../../spec/index.ts';
import type { Passage } from '../source-check/passage.ts';
import { type Known, members, type Read, read, type Shape } from './blank.ts';
import { committeeSize, formsIn, momentKnown, periodsIn, wholeText } from './procedure-words.ts';
import { scoringKnown } from './scoring.ts';
import { placeOf, quoted } from './yaml.ts';

const doubt = '按通用规则从文本读出';

/** Clauses that stand under a heading of the level of chapters whose title fits. */
function clausesUnder(text: TenderDocument, passages: readonly Passage[], title: RegExp): Passage[] {
  const spans = text.headings.flatMap((heading, index) => {
    if (!title.test(heading.title)) return [];
    const next = text.headings.slice(index + 1).find(({ level }) => level <= heading.level);
    return [{ from: heading.line, to: next?.line ?? text.lines.length + 1 }];
  });
  return passages.filter(
    ({ kind, lines }) => kind === 'clause' && spans.some(({ from, to }) => lines[0] > from && lines[0] < to),
  );
}

const clauseOf = (passage: Passage): Read => read(placeOf(passage.place, passage.lines, passage.digest));

/** A section of the review: one item for each clause of its chapter; what it is about is for a person. */
function section(name: string, clauses: readonly Passage[], decidedBy?: string): Known {
  return {
    ...(decidedBy ? { decidedBy: read(decidedBy, doubt) } : {}),
    items:
      clauses.length === 0
        ? [{}]
        : clauses.map((one, index) => ({ id: read(`${name}-${index + 1}`), clause: clauseOf(one) })),
  };
}

function reviewKnown(text: TenderDocument, passages: readonly Passage[]): Known {
  const whole = wholeText(text);
  const under = (title: RegExp) => clausesUnder(text, passages, title);
  const quote = /(?:报|投标)[^。\n]{0,12}(?:费率|折扣率|优惠率|下浮率|支付比例)/.test(whole)
    ? 'rate'
    : /(?:总价|总报价|报价金额|投标总额)/.test(whole)
      ? 'amount'
      : undefined;
  const candidates = /推荐\s*(\d+)\s*(?:[-~～至到]\s*(\d+)\s*)?(?:名|家|个)[^。\n]{0,6}候选/.exec(
    whole.normalize('NFKC'),
  );
  const piece = (value: string) => read(`{ value: ${value}, unit: piece }`, doubt);
  const corrections = under(/报价.{0,4}修正|错误.{0,4}修正/);
  const seen = (pattern: RegExp): Known | undefined => (pattern.test(whole) ? {} : undefined);
  return {
    admission: section('admission', []),
    qualification: section('qualification', under(/资格.{0,4}(?:审查|要求|条件)/)),
    compliance: section('compliance', under(/符合性.{0,4}(?:审查|检查|评审)|无效.{0,4}(?:投标|响应)/)),
    collusion: section('collusion', under(/串\S{0,2}投标/)),
    quote: {
      kind: quote && read(quote, doubt),
      ceiling: quote === 'amount' && /最高限价/.test(whole) ? { of: read('amount', doubt) } : undefined,
    },
    corrections:
      corrections.length === 0
        ? undefined
        : {
            steps: corrections.map((one, index) => ({
              id: read(`step-${index + 1}`),
              clause: clauseOf(one),
            })),
          },
    lowPrice: seen(/异常低价|过低|明显低于/),
    priceDeductions: seen(/价格扣除|价格优惠|给予.{0,6}扣除/),
    sameBrand: seen(/相同品牌|同一品牌/),
    consortium: seen(/联合体/),
    cancellation: section('cancellation', under(/废标/)),
    award: {
      candidates: candidates
        ? { atLeast: piece(candidates[1]!), atMost: piece(candidates[2] ?? candidates[1]!) }
        : undefined,
    },
  };
}

function committeeKnown(text: TenderDocument, passages: readonly Passage[]): Known {
  const { members: all, groups } = committeeSize(text);
  const [clause] = clausesUnder(text, passages, /评(?:标|审)(?:委员会|小组)/);
  const person = (count: string) => read(`{ value: ${count}, unit: person }`, doubt);
  return {
    members: all === undefined ? undefined : person(all),
    composition:
      groups.length === 0
        ? [{}]
        : groups.map(({ id, title, count, expert }) => ({
            id: read(id),
            title: read(title),
            count: person(count),
            expert: read(String(expert), doubt),
          })),
    clause: clause && clauseOf(clause),
  };
}

function formsKnown(text: TenderDocument): Known {
  const found = formsIn(text);
  if (found.length === 0) return { forms: [{}] };
  return {
    forms: found.map(({ number, title, place }) => ({
      id: read(`form-${number}`),
      number: read(`'${number}'`),
      order: read(`'${number}'`, doubt),
      title: read(quoted(title), doubt),
      format: read('given'),
      clause: read(place),
    })),
  };
}

/** The files on how bids are admitted, marked and ranked: what can be read, and a gap for whatever else must stand. */
export function procedureFiles(text: TenderDocument, passages: readonly Passage[]): [string, string][] {
  const known: Record<keyof typeof procedureSchemas, Known> = {
    scoring: scoringKnown(scoringRows(text), text),
    review: reviewKnown(text, passages),
    forms: formsKnown(text),
    committee: committeeKnown(text, passages),
    timetable: { instants: momentKnown(text), periods: periodsIn(text) },
  };
  return (Object.keys(known) as (keyof typeof procedureSchemas)[]).map((name) => {
    const shape = procedureSchemas[name] as Shape;
    const optional = Object.keys(shape.properties ?? {}).filter((key) => !shape.required?.includes(key));
    const of = known[name] as Record<string, Known | undefined>;
    const unread = optional.filter((key) => of[key] === undefined);
    const lines = [
      '# 待填的逐项填写，待核的逐项核对；全部键与可用的值见 spec/schema',
      ...members(shape, known[name]),
      ...(name === 'review'
        ? [
            `# 各事项还可写 fact（程序能从材料看见的事实；没有的只由人认定），可用：${reviewFacts.join('、')}`,
            '# 以格式文件、证明材料或名录为据的事项，写 forms、papers 或 lists；有期限或数额的写 limit',
          ]
        : []),
      ...(unread.length > 0 ? [`# 文本中未读出，招标文件有规定的补上：${unread.join('、')}`] : []),
    ];
    return [`${name}.yaml`, `${lines.join('\n')}\n`];
  });
}
