import {
  type Block,
  beijingTime,
  beijingWindow,
  faults,
  type Observation,
  type ObservationState,
  printQuantity,
  type Section,
  tiers,
} from '../../../spec/index.ts';
import { importSections } from './imports.ts';
import { checksOf, clauseNumber, evidenceNumbers, type Material } from './material.ts';
import { printValues, truth } from './samples.ts';

const stateLabels: Record<ObservationState, string> = {
  completed: '完成',
  errored: '出错',
  'timed-out': '超时',
  aborted: '中断',
  awaiting: '待续测收取',
};
const faultLabels: Record<string, string> = {
  ...faults,
  DEFECT: '本程序缺陷',
  TIME_LIMIT: '超过本程序时限',
  ABORTED: '测试被中断',
  NOT_AUTHORISED: '未获授权',
  INSTRUMENT_MISSING: '本机缺少测试工具',
};

/** Chapter 6: how each observation came about, so that another laboratory can repeat it. */
export function detailsChapter(material: Material): Section[] {
  const { observations, imports = [] } = material.record;
  return [
    {
      id: 'details',
      heading: '6 测试详情',
      level: 1,
      blocks: [
        {
          kind: 'paragraph',
          text:
            observations.length > 0
              ? `共 ${observations.length} 项，按执行先后排列。`
              : '本次测试没有留下任何结果。',
        },
        ...(imports.length > 0
          ? [
              {
                kind: 'paragraph',
                text: `另收下其他工具的结果文件 ${imports.length} 份，列于其后；它们不是本程序实测，只在没有实测之处采用。`,
              } as const,
            ]
          : []),
      ],
    },
    ...observations.map((observation, index): Section => {
      const title = material.catalogue.get(observation.probe)?.title ?? observation.probe;
      return {
        id: `observation-${index + 1}`,
        heading: `6.${index + 1} ${title}（${observation.component}）`,
        level: 2,
        blocks: [
          facts(material, observation),
          ...inputs(material, observation),
          ...outcomeOf(material, observation),
          ...pictures(material, observation),
        ],
      };
    }),
    ...importSections(material, observations.length + 1),
  ];
}

function facts(material: Material, observation: Observation): Block {
  const until = observation.until ? `，不早于 ${beijingTime(observation.until)}` : '';
  const served = material.judged
    .filter(({ verdict }) => checksOf(verdict).some((check) => check.observations.includes(observation.id)))
    .map(({ checkable }) => clauseNumber(checkable));
  return {
    kind: 'facts',
    rows: [
      {
        label: '测试方法',
        value: material.catalogue.get(observation.probe)?.procedure ?? '方法目录中没有该探针',
      },
      { label: '被测部件', value: observation.component },
      { label: '探针与版本', value: `${observation.probe}，第 ${observation.probeVersion} 版` },
      ...(observation.madeWith
        ? [
            {
              label: '所用仪器',
              value: observation.madeWith
                .map(({ id, version }) => [id, version].filter((part) => part !== undefined).join(' '))
                .join('、'),
            },
          ]
        : []),
      { label: '测试时间', value: beijingWindow(observation.window.from, observation.window.to) },
      { label: '采信级别', value: tiers[observation.tier] },
      { label: '状态', value: `${stateLabels[observation.state]}${until}` },
      ...(observation.fault
        ? [{ label: '异常', value: `${faultLabels[observation.fault.code]}：${observation.fault.message}` }]
        : []),
      ...attemptFacts(observation),
      { label: '用于条款', value: served.join('、') || '无' },
      {
        label: '证据编号',
        value:
          evidenceNumbers(
            material,
            observation.evidence.map((item) => item.digest),
          ) || '无',
      },
    ],
  };
}

/** How often it was tried and how each attempt ended; what the instrument itself could do. */
function attemptFacts({ attempts = [], flaky, instrument }: Observation): { label: string; value: string }[] {
  const each = attempts.map(({ state, fault }, index) => {
    const why = fault ? `（${faultLabels[fault.code]}）` : '';
    return `第 ${index + 1} 次${stateLabels[state]}${why}`;
  });
  const percent = (share: number) => `${Math.round(share * 100)}%`;
  return [
    ...(each.length > 1
      ? [{ label: '各次尝试', value: `${flaky ? '不稳定：' : ''}${each.join('，')}` }]
      : []),
    ...(instrument
      ? [
          {
            label: '测试工具自身',
            value: `上限 ${instrument.ceiling ? printQuantity(instrument.ceiling) : '未测'}，处理器占用 ${percent(instrument.cpuUtilisation)}，事件循环占用 ${percent(instrument.eventLoopUtilisation)}`,
          },
        ]
      : []),
  ];
}

function inputs(material: Material, { probe, inputs }: Observation): Block[] {
  const contract = material.catalogue.get(probe)?.inputs ?? {};
  const rows = Object.entries(inputs).map(([name, value]) => [
    { text: contract[name]?.title ?? name },
    {
      text:
        typeof value === 'boolean'
          ? truth(value)
          : typeof value === 'object'
            ? JSON.stringify(value)
            : String(value),
    },
  ]);
  if (rows.length === 0) return [];
  const columns = [
    { title: '测试参数', width: 60 },
    { title: '取值', width: 40 },
  ];
  return [{ kind: 'table', columns, rows }];
}

function outcomeOf(material: Material, observation: Observation): Block[] {
  const contract = material.catalogue.get(observation.probe)?.measurands ?? {};
  const blocks: Block[] = [];
  if (observation.measurements.length > 0)
    blocks.push({
      kind: 'table',
      columns: [
        { title: '测量项', width: 40 },
        { title: '样本数', width: 12, align: 'right' },
        { title: '测得值', width: 48 },
      ],
      rows: observation.measurements.map((measurement) => [
        { text: contract[measurement.measurand]?.title ?? measurement.measurand },
        { text: String(measurement.values.length) },
        { text: printValues(measurement) },
      ]),
    });
  else blocks.push({ kind: 'paragraph', text: '没有取得测量值。', tone: 'notice' });
  if (observation.steps.length > 0)
    blocks.push({
      kind: 'table',
      columns: [
        { title: '时间（北京）', width: 24 },
        { title: '步骤', width: 32 },
        { title: '说明', width: 44 },
      ],
      rows: observation.steps.map((step) => [
        { text: beijingTime(step.at) },
        { text: step.label },
        { text: step.detail ?? '' },
      ]),
    });
  if (observation.notes.length > 0) blocks.push({ kind: 'list', items: observation.notes });
  return blocks;
}

const picturesAtMost = 6;

/** What a browser showed, each picture once, with the number under which its bytes are kept. */
function pictures(material: Material, { evidence }: Observation): Block[] {
  const distinct = new Map(evidence.map((item) => [item.digest, item]));
  return [...distinct.values()]
    .flatMap(({ digest, label }): Block[] => {
      const picture = material.pictures?.get(digest);
      const caption = `${label}（证据 ${evidenceNumbers(material, [digest])}）`;
      return picture ? [{ kind: 'picture', caption, picture }] : [];
    })
    .slice(0, picturesAtMost);
}
