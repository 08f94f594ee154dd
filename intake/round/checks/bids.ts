import type { Bid } from '../../../spec/index.ts';
import type { Part } from '../complaints.ts';
import { refer, refuseRepeated } from '../known.ts';
import { checkFirms, checkPercent } from './firms.ts';
import type { Scope } from './scope.ts';

/** A numeral of any of the ways in which people write one. Without one there is nothing to read. */
const numeral = /[0-9〇零○一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟萬億]/;

/** Each bid by itself: its firms, its quote as far as it can be read, and whatever it names of the tender. */
export function checkBids(scope: Scope): void {
  for (const part of scope.parts.bids) {
    checkWho(scope, part);
    checkQuote(scope, part);
    checkPapers(scope, part);
    checkPeople(scope, part);
    checkAnswers(scope, part);
  }
  refuseSameBidder(scope);
}

function checkWho({ complaints }: Scope, part: Part<Bid>): void {
  const { members, subcontract, domestic } = part.value;
  checkFirms(complaints, part, ['members'], members, true);
  if (subcontract) {
    checkFirms(complaints, part, ['subcontract', 'to'], subcontract.to, false);
    checkPercent(complaints, part, ['subcontract', 'share'], subcontract.share);
    const own = new Set(members.map(({ id }) => id));
    for (const [index, { id }] of subcontract.to.entries())
      if (own.has(id))
        complaints.of(
          part,
          ['subcontract', 'to', index, 'id'],
          `单位编号 ${id} 与投标人自身重复`,
          '另取编号',
        );
  }
  for (const key of ['costShare', 'goodsShare'] as const)
    if (domestic?.[key] !== undefined) checkPercent(complaints, part, ['domestic', key], domestic[key]);
}

function checkQuote({ complaints, names }: Scope, part: Part<Bid>): void {
  for (const [index, stated] of part.value.quote.stated.entries()) {
    const path = ['quote', 'stated', index];
    refer(complaints, part, [...path, 'form'], stated.form, names.forms, '投标文件格式');
    if (stated.digits === undefined && stated.words === undefined)
      complaints.of(part, path, '没有写出报价', '照投标文件抄录 digits（小写）或 words（大写）');
    for (const key of ['digits', 'words'] as const) {
      const text = stated[key];
      if (text !== undefined && !numeral.test(text.normalize('NFKC')))
        complaints.of(
          part,
          [...path, key],
          `报价“${text}”中没有数字，无法读出`,
          '照投标文件原样抄录；未报价的删去此项',
        );
    }
  }
}

function checkPapers({ complaints, names }: Scope, part: Part<Bid>): void {
  const { forms, papers, members, subcontract, documents } = part.value;
  const own = new Set(members.map(({ id }) => id));
  const firms = new Set([...own, ...(subcontract?.to ?? []).map(({ id }) => id)]);
  for (const [index, { form, member }] of forms.entries()) {
    refer(complaints, part, ['forms', index, 'form'], form, names.forms, '投标文件格式');
    if (member !== undefined) refer(complaints, part, ['forms', index, 'member'], member, firms, '投标单位');
  }
  refuseRepeated(complaints, part, ['papers'], papers, ({ id }) => id, '材料编号');
  for (const [index, paper] of (papers ?? []).entries()) {
    for (const [order, matter] of paper.for.entries())
      refer(complaints, part, ['papers', index, 'for', order], matter, names.matters, '评分项或审查事项');
    if (paper.firm !== undefined)
      refer(complaints, part, ['papers', index, 'firm'], paper.firm, firms, '投标单位');
  }
  refuseRepeated(complaints, part, ['documents'], documents, ({ name }) => name, '文件名');
}

function checkPeople({ complaints, names }: Scope, part: Part<Bid>): void {
  const { people } = part.value;
  refuseRepeated(complaints, part, ['people'], people, ({ identity }) => identity, '人员的证件号', false);
  for (const [index, { certificates, listedAs }] of (people ?? []).entries()) {
    const path = ['people', index];
    for (const [order, { kind }] of certificates.entries())
      refer(complaints, part, [...path, 'certificates', order, 'kind'], kind, names.certificates, '证书');
    if (listedAs !== undefined)
      refer(complaints, part, [...path, 'listedAs'], listedAs, names.certificates, '证书');
  }
}

function checkAnswers({ complaints, names }: Scope, part: Part<Bid>): void {
  const { promises, responses } = part.value;
  refuseRepeated(complaints, part, ['promises'], promises, ({ promise }) => promise, '承诺');
  for (const [index, { promise }] of (promises ?? []).entries())
    refer(complaints, part, ['promises', index, 'promise'], promise, names.promises, '服务承诺');
  refuseRepeated(complaints, part, ['responses'], responses, ({ clause }) => clause, '条款');
  for (const [index, { clause }] of (responses ?? []).entries())
    refer(complaints, part, ['responses', index, 'clause'], clause, names.checkables, '条款');
}

/** One bidder hands in one bid. A firm that is in two consortia is another matter, which the review decides. */
function refuseSameBidder({ parts, complaints }: Scope): void {
  const first = new Map<string, Part<Bid>>();
  for (const part of parts.bids) {
    const codes = part.value.members.map(({ creditCode }) => creditCode).sort();
    const before = first.get(codes.join(' '));
    if (!before) first.set(codes.join(' '), part);
    else
      complaints.of(
        part,
        ['members', 0, 'creditCode'],
        `与 ${before.file} 是同一投标人（${codes.join('、')}）`,
        '只留最后一次上传的投标文件；不是同一家的，改正信用代码',
      );
  }
}
