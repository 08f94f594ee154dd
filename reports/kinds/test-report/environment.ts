import {
  type Block,
  beijingWindow,
  componentRoleLabels,
  faults,
  leaveLabels,
  type Section,
} from '../../../spec/index.ts';
import type { Material } from './material.ts';

type Record = Material['record'];
type Survey = Record['before'][number];

/** Chapter 2: what was tested, what it says of itself, and whether its configuration stood still. */
export function environmentChapter({ record }: Material): Section[] {
  const { target } = record;
  return [
    {
      id: 'environment',
      heading: '2 被测对象与环境',
      level: 1,
      blocks: [
        {
          kind: 'facts',
          rows: [
            { label: '被测平台', value: target.name },
            ...(target.operator ? [{ label: '服务商', value: target.operator }] : []),
            { label: '对象性质', value: target.simulated ? '仿真平台，不作为验收依据' : '目标文件所列平台' },
            { label: '目标文件摘要', value: target.fileDigest },
            ...assetFacts(record),
            ...leaveFacts(record),
          ],
        },
        ...(record.warnings ?? []).map((text) => ({ kind: 'paragraph', tone: 'notice', text }) as const),
        {
          kind: 'table',
          caption: '被测部件',
          columns: [
            { title: '部件', width: 22 },
            { title: '类型', width: 30 },
            { title: '接口地址', width: 48 },
          ],
          rows: target.components.map((component) => [
            { text: component.id },
            { text: componentRoleLabels[component.role] },
            { text: component.endpoint },
          ]),
        },
      ],
    },
    { id: 'configuration', heading: '2.1 测试前后配置对照', level: 2, blocks: configuration(record) },
    { id: 'survey', heading: '2.2 部件自述信息', level: 2, blocks: facts(record) },
  ];
}

function assetFacts({ assets }: Record): { label: string; value: string }[] {
  if (assets === undefined) return [{ label: '资产清单', value: '未提供' }];
  return [
    { label: '资产清单', value: `${assets.file}，共 ${assets.machines} 台` },
    { label: '清单摘要', value: assets.digest },
  ];
}

/** The leave that the target file gave for what disrupts or attacks; without one there is nothing to say. */
function leaveFacts({ authorisation }: Record): { label: string; value: string }[] {
  if (!authorisation) return [];
  const { letter, who, hosts, window, allows } = authorisation;
  return [
    { label: '测试授权', value: `${who}；${allows.map((leave) => leaveLabels[leave]).join('、')}` },
    { label: '授权范围', value: `${hosts.join('、')}；${beijingWindow(window.from, window.to)}` },
    { label: '授权书摘要', value: letter.digest },
  ];
}

function configuration({ before, after }: Record): Block[] {
  const ids = [...new Set([...before, ...after].map((survey) => survey.component))];
  if (ids.length === 0)
    return [{ kind: 'paragraph', text: '本次测试没有留下部件勘察记录。', tone: 'notice' }];
  const find = (list: Survey[], id: string) => list.find((survey) => survey.component === id);
  const compared = ids.map((id) => ({ id, first: find(before, id), last: find(after, id) }));
  const changed = compared.filter(({ first, last }) => verdictOn(first, last) === '不一致');
  return [
    ...(changed.length > 0
      ? [
          {
            kind: 'paragraph',
            tone: 'notice',
            text: `测试期间配置有变动的部件：${changed.map(({ id }) => id).join('、')}。前后结果不宜直接互相印证。`,
          } as const,
        ]
      : []),
    {
      kind: 'table',
      columns: [
        { title: '部件', width: 18 },
        { title: '测试前配置摘要', width: 34 },
        { title: '测试后配置摘要', width: 34 },
        { title: '对照', width: 14, align: 'center' },
      ],
      rows: compared.map(({ id, first, last }) => [
        { text: id },
        digestOf(first),
        digestOf(last),
        { text: verdictOn(first, last) },
      ]),
    },
  ];
}

function digestOf(survey: Survey | undefined): { digest: string } | { text: string } {
  if (survey === undefined) return { text: '未勘察' };
  return survey.reachable ? { digest: survey.configurationDigest } : { text: '未能连通' };
}

function verdictOn(first: Survey | undefined, last: Survey | undefined): string {
  if (!first?.reachable || !last?.reachable) return '无法对照';
  return first.configurationDigest === last.configurationDigest ? '一致' : '不一致';
}

function facts({ before, after }: Record): Block[] {
  const surveys = before.length > 0 ? before : after;
  if (surveys.length === 0) return [{ kind: 'paragraph', text: '无。' }];
  return [
    { kind: 'paragraph', text: '以下为被测平台自述，未经独立核实，不作为符合的依据。', tone: 'small' },
    {
      kind: 'table',
      columns: [
        { title: '部件', width: 20 },
        { title: '信息项', width: 30 },
        { title: '内容', width: 50 },
      ],
      rows: surveys.flatMap((survey) =>
        (survey.reachable
          ? survey.facts
          : [{ label: '未能连通', value: describeFault(survey.fault) }, ...survey.facts]
        ).map(({ label, value }) => [{ text: survey.component }, { text: label }, { text: value }]),
      ),
    },
  ];
}

function describeFault(fault: string | undefined): string {
  if (fault === undefined) return '未记录原因';
  return fault in faults ? faults[fault as keyof typeof faults] : fault;
}
