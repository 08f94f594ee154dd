import {
  type Block,
  beijingTime,
  type Cell,
  type CheckDifference,
  type Difference,
  type DifferenceGroup,
  type DifferenceSide,
  type Document,
  differenceGroupNames,
  differenceGroups,
  outcomes,
  type RequirementDifference,
  reasons,
  type Section,
  type Standing,
} from '../../spec/index.ts';

export interface DifferenceReportInput {
  difference: Difference;
  /** Titles by id of the checkable; ids stand alone without. */
  titles?: ReadonlyMap<string, string>;
  /** Titles by `<probe> <measurand>`. */
  measurands?: ReadonlyMap<string, string>;
}

const digest = /^sha256:[0-9a-f]{64}$/;
const valueCell = (text: string): Cell => (digest.test(text) ? { digest: text } : { text: text || '无' });
const standingCell = (standing: Standing | undefined): Cell =>
  standing
    ? {
        outcome: standing.outcome,
        text: `${outcomes[standing.outcome]}\n${reasons[standing.reason].label}`,
      }
    : { text: '无' };

const notes: Record<DifferenceGroup, string> = {
  worse: '原先有结论而现在没有的，也列在这里：原不符合而现在没有测得的，仍未关闭。',
  better: '现在判为符合的核验项与条目，以及原不符合之处均已实测符合的条目。',
  gone: '只在前一次判定中有。',
  added: '只在后一次判定中有。',
  unsettled: '两次都没有结论，原因不同。',
  basis: '结论相同，所依据的测量值、证据、要求或版本不同。',
};

/** 《比较报告》 of two judgements: what they were made from, then each group by itself, what got worse first. */
export function differenceReport(input: DifferenceReportInput): Document {
  const { difference } = input;
  const simulated = difference.from.simulated || difference.to.simulated;
  return {
    title: '比较报告',
    subtitle: `${difference.from.target} 第 ${difference.from.revision} 版与 ${difference.to.target} 第 ${difference.to.revision} 版`,
    pageMarks: [...(simulated ? ['对象含仿真平台，不作为验收依据'] : []), '未签名'],
    createdAt: difference.to.asOf,
    cover: [...sideFacts('前', difference.from), ...sideFacts('后', difference.to)],
    sections: [
      basesSection(difference),
      ...differenceGroupNames.map((group, index) => groupSection(input, group, index + 2)),
    ],
  };
}

function sideFacts(which: string, side: DifferenceSide): Document['cover'] {
  return [
    { label: `${which}：测试`, value: side.run },
    { label: `${which}：判定`, value: `第 ${side.revision} 版，规格 ${side.tender.id}` },
    { label: `${which}：测试开始`, value: `${beijingTime(side.startedAt)}（北京时间）` },
    { label: `${which}：判定基准时间`, value: `${beijingTime(side.asOf)}（北京时间）` },
    ...(side.recordGrew ? [{ label: `${which}：注意`, value: '该版判定之后，测试记录又有增长' }] : []),
  ];
}

function basesSection({ bases }: Difference): Section {
  return {
    id: 'bases',
    heading: '1 依据的不同',
    level: 1,
    blocks: [
      bases.length === 0
        ? { kind: 'paragraph', text: '两次判定的依据相同。' }
        : {
            kind: 'table',
            columns: [
              { title: '依据', width: 28 },
              { title: '前', width: 36 },
              { title: '后', width: 36 },
            ],
            rows: bases.map(({ label, from, to }): Cell[] => [
              { text: label },
              valueCell(from),
              valueCell(to),
            ]),
          },
    ],
  };
}

function groupSection(input: DifferenceReportInput, group: DifferenceGroup, number: number): Section {
  const requirements = input.difference.requirements.filter((each) => each.group === group);
  const checks = input.difference.checks.filter((each) => each.group === group);
  const isEmpty = requirements.length + checks.length === 0;
  const blocks: Block[] = [{ kind: 'paragraph', tone: 'small', text: notes[group] }];
  if (isEmpty) blocks.push({ kind: 'paragraph', text: '无。' });
  if (requirements.length > 0) blocks.push(requirementTable(input, requirements));
  if (checks.length > 0) blocks.push(checkTable(input, checks));
  return { id: group, heading: `${number} ${differenceGroups[group]}`, level: 1, blocks };
}

function requirementTable({ titles }: DifferenceReportInput, requirements: RequirementDifference[]): Block {
  return {
    kind: 'table',
    caption: `条目（${requirements.length} 项）`,
    columns: [
      { title: '编号', width: 18 },
      { title: '要求', width: 38 },
      { title: '前', width: 22 },
      { title: '后', width: 22 },
    ],
    rows: requirements.map(({ id, starred, from, to }): Cell[] => [
      { text: `${starred ? '▲' : ''}${id}` },
      { text: titles?.get(id) ?? '' },
      standingCell(from),
      standingCell(to),
    ]),
  };
}

function checkTable(input: DifferenceReportInput, checks: CheckDifference[]): Block {
  return {
    kind: 'table',
    caption: `核验项（${checks.length} 项）`,
    columns: [
      { title: '核验项', width: 20 },
      { title: '前', width: 18 },
      { title: '后', width: 18 },
      { title: '不同之处', width: 44 },
    ],
    rows: checks.map((check): Cell[] => [
      { text: check.id },
      standingCell(check.from),
      standingCell(check.to),
      { text: changeLines(input, check).join('\n') },
    ]),
  };
}

function changeLines({ measurands }: DifferenceReportInput, check: CheckDifference): string[] {
  const { probe, changes, evidence } = check;
  const named = (label: string) => {
    const [kind, measurand] = label.split(' ', 2);
    const title = measurand === undefined ? undefined : measurands?.get(`${probe} ${measurand}`);
    return title === undefined ? label : `${kind} ${title}`;
  };
  return [
    ...changes.map(({ label, from, to }) => `${named(label)}：${from || '无'} → ${to || '无'}`),
    ...evidence.added.map((each) => `新证据 ${each}`),
    ...evidence.gone.map((each) => `不再引用 ${each}`),
  ];
}
