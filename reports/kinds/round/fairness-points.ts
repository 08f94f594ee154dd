import { type Material, resultsOf, sittingMembers } from './material.ts';
import { instantWords } from './words.ts';

export interface FairnessPoint {
  says: string;
  /** What the records show; absent where only people can say. */
  seen?: string;
}

const named = (items: readonly string[], none: string): string =>
  items.length === 0 ? none : items.join('；');

/** The points in the order of the procedure. */
export function fairnessPoints(material: Material): FairnessPoint[] {
  return [
    ...openingPoints(material),
    ...committeePoints(material),
    ...reviewPoints(material),
    ...resultPoints(material),
  ];
}

function openingPoints({ tender, round, evaluation }: Material): FairnessPoint[] {
  const { opening } = round.head;
  const unanswered = (opening?.objections ?? []).filter(({ answer }) => !answer).length;
  const { freeze } = evaluation;
  const before = freeze && Date.parse(freeze.frozenAt) < Date.parse(tender.dates.bidDeadline);
  return [
    {
      says: '在规定的时间、地点开标',
      seen: `规定 ${instantWords(tender.dates.opening)}，记录 ${instantWords(opening?.startedAt)}；地点 ${opening?.place ?? '未记录'}`,
    },
    {
      says: '投标人数量符合法定要求，没有以不合理方式限制投标',
      seen: `提交投标文件 ${round.bids.length} 家，评审时有效 ${evaluation.bids.filter(({ standing }) => standing === 'valid').length} 家；是否限制投标由人工核对`,
    },
    {
      says: '没有故意对递交、解密设置障碍；开标异议当场答复',
      seen: `异议 ${opening?.objections?.length ?? 0} 件，未见答复 ${unanswered} 件；系统异常 ${opening?.faults?.length ?? 0} 件`,
    },
    {
      says: '评审方法、标准与招标文件一致，评审中没有改变',
      seen: freeze
        ? `读法${before ? '在投标截止前' : '在投标截止后'}冻结（${instantWords(freeze.frozenAt)}）；触及无依据读法 ${evaluation.touched.length} 处，已有决议 ${evaluation.touched.filter(({ resolved }) => resolved).length} 处`
        : '读法没有冻结记录',
    },
  ];
}

function committeePoints(material: Material): FairnessPoint[] {
  const { tender, round } = material;
  const sitting = sittingMembers(material);
  const experts = sitting.filter(
    ({ group }) => tender.committee?.composition.find(({ id }) => id === group)?.expert,
  ).length;
  const names = (list: typeof sitting) => list.map(({ name }) => name).join('、');
  const misled = sitting.filter(
    ({ leads, group }) =>
      leads && tender.committee?.composition.find(({ id }) => id === group)?.mayLead === false,
  );
  const open = sitting.filter(({ noInterest, secrecy }) => noInterest !== true || secrecy !== true);
  const attended = sitting.filter(({ attendedOpening }) => attendedOpening !== false);
  const { replacements = [], misconduct = [] } = round.head.committee ?? {};
  return [
    {
      says: '评标委员会组成符合规定，采购人代表未任组长',
      seen: `${sitting.length} 人，其中评审专家 ${experts} 人；${misled.length > 0 ? `组长 ${names(misled)} 属不得任组长的类别` : '未见采购人代表任组长'}`,
    },
    { says: '评审专家依法抽取' },
    {
      says: '成员签署回避声明和保密承诺，没有应回避未回避的情形',
      seen: open.length === 0 ? '登记的声明与承诺齐全' : `登记不全或者声明应当回避：${names(open)}`,
    },
    {
      says: '评标委员会成员未参加开标',
      seen: attended.length === 0 ? '记录为均未参加' : `参加或者未记录：${names(attended)}`,
    },
    {
      says: '成员更换、违反评审纪律的情形依法处理并记录',
      seen: `更换 ${replacements.length} 次，违反纪律的记录 ${misconduct.length} 件`,
    },
    { says: '评审过程没有受到非法干预，没有倾向性意见' },
  ];
}

function reviewPoints(material: Material): FairnessPoint[] {
  const { evaluation, round, tender } = material;
  const open = (stage: string) =>
    resultsOf(material, stage).filter(({ result }) => result === 'unknown').length;
  const invalid = material.bids.filter((bid) => bid.invalid);
  const unclear = (round.proceedings.clarifications ?? []).filter(({ signedBy, unsolicited }) => {
    const signed = new Set(signedBy);
    return !unsolicited && sittingMembers(material).some(({ id }) => !signed.has(id));
  }).length;
  const corrected = material.bids.filter(({ quote }) => quote.corrections.length > 0);
  const granted = material.bids.filter(({ deductions }) => deductions.some((one) => one.granted));
  return [
    {
      says: '资格审查由采购人按招标文件进行，对各投标人标准一致',
      seen: `逐项结果 ${resultsOf(material, 'qualification').length} 项，待认定 ${open('qualification')} 项`,
    },
    {
      says: '符合性审查只以招标文件列明的情形认定无效，理由、依据齐全',
      seen: `待认定 ${open('compliance')} 项；无效投标 ${invalid.length} 家，其中未写明理由 ${invalid.filter(({ invalid: why }) => why!.reasons.length === 0).length} 家`,
    },
    {
      says: '澄清要求由全体成员签署，答复没有改变实质性内容',
      seen: `澄清 ${(round.proceedings.clarifications ?? []).length} 件，成员签署登记不全 ${unclear} 件`,
    },
    {
      says: '报价修正按法定次序进行并经投标人确认',
      seen: `修正 ${corrected.length} 家，已确认 ${corrected.filter(({ quote }) => quote.confirmed).length} 家`,
    },
    {
      says: '异常低价审查按规定启动，理由和表决记入报告',
      seen: tender.review?.lowPrice
        ? `触发 ${
            new Set(
              resultsOf(material, 'low-price')
                .filter(({ result }) => result === 'hit')
                .map(({ bid }) => bid),
            ).size
          } 家，要求说明 ${(round.proceedings.lowPrice ?? []).length} 家`
        : '招标文件没有规定',
    },
    {
      says: '中小企业、监狱企业、残疾人福利性单位、本国产品等政策落实',
      seen: `给予价格扣除 ${granted.length} 家：${named(
        granted.map(({ bidder }) => bidder),
        '无',
      )}；声明真实性由人工核对`,
    },
    {
      says: '评分在标准范围内，客观评审因素一致，没有未处理的畸高畸低',
      seen: `客观评分不一致提示 ${count(evaluation, 'disagreement')} 件，畸高畸低提示 ${count(evaluation, 'abnormal-mark')} 件，评标委员会已说明 ${(round.proceedings.abnormalMarks ?? []).length} 件`,
    },
  ];
}

const count = ({ notices }: Material['evaluation'], kind: string): number =>
  notices.filter((one) => one.kind === kind).length;

function resultPoints({ evaluation, round, bidder, complete }: Material): FairnessPoint[] {
  const returned = new Set((round.signing.signed ?? []).map(({ document }) => document));
  return [
    {
      says: '按招标文件规定的方法排序、推荐',
      seen: complete
        ? `排序 ${evaluation.ranking.map(bidder).join('、')}；推荐 ${evaluation.candidates.map(bidder).join('、')}`
        : '评审没有完成，没有排序',
    },
    {
      says: '不同意见、拒绝签署的情形如实记录',
      seen: `不同意见 ${round.signing.dissent?.length ?? 0} 件，既不签署又不说明理由 ${round.signing.refusals?.length ?? 0} 人`,
    },
    {
      says: '评标报告及过程文件签署齐全',
      seen: `登记已签署回传的文件 ${returned.size} 种`,
    },
    { says: '中标结果依法公告，同时公告中标人的中小企业、本国产品等声明函' },
    { says: '向未中标人告知本人得分与排序，向未通过资格审查者告知原因' },
    { says: '没有违反法律法规、妨碍公平竞争的其他情形' },
  ];
}
