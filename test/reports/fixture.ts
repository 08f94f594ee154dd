import type { TestReportInput } from '../../reports/index.ts';
import {
  type Catalogue,
  type Checkable,
  type CheckVerdict,
  type Judgement,
  type Observation,
  type Outcome,
  outcomeNames,
  type PartVerdict,
  type Reason,
  type RequirementVerdict,
  type RunRecord,
  reasons,
  rollUp,
  type Tender,
  type Verification,
} from '../../spec/index.ts';

/** A synthetic tender: all five outcomes, starred clauses, long text, rare characters, hostile names. */
const sha = (seed: string): string => `sha256:${seed.repeat(64).slice(0, 64)}`;
export const rareName = '𠮷野家云😀';
export const hostileName = '<script>alert("名")</script>';
export const formula = '=HYPERLINK("http://127.0.0.1/","点")';
const longText =
  '存量云主机可以在不中断业务的前提下，从 CPU 特性较少的节点热迁移到 CPU 特性更多的节点（含不同型号与不同品牌，如 Hygon C86-4G 与 Kunpeng-920），并可迁回原节点；迁移期间客户端既有的 TCP 连接不得中断，最长间断不超过约定值。'.repeat(
    2,
  );

interface Sketch {
  id: string;
  section: string;
  item?: string;
  kind?: Checkable['kind'];
  starred?: boolean;
  title: string;
  statement?: string;
  /** A reason for each part; each part has one check, save `part-uncovered`, which has none. */
  parts: [title: string, reason: Reason, method?: 'test' | 'examine' | 'interview'][];
}

const sketches: Sketch[] = [
  {
    id: '1.8',
    section: '1',
    item: '8',
    starred: true,
    title: '资源池规模',
    parts: [
      ['处理器', 'all-met'],
      ['内存', 'refuted'],
      ['存储', 'declared-by-target'],
      ['独立性', 'paper-awaited', 'examine'],
    ],
  },
  {
    id: '3.3',
    section: '3.3',
    starred: true,
    title: '高可用与双栈',
    parts: [
      ['高可用', 'all-met'],
      ['IPv6', 'all-met'],
    ],
  },
  {
    id: '5.1.1.1-1',
    section: '5.1.1.1',
    item: '1',
    starred: true,
    title: '云主机申请',
    parts: [
      ['规格', 'all-met'],
      ['系统盘', 'all-met'],
      ['防病毒', 'part-uncovered'],
    ],
  },
  {
    id: '5.1.1.1-10',
    section: '5.1.1.1',
    item: '10',
    starred: true,
    title: '跨 CPU 型号热迁移',
    statement: longText,
    parts: [
      ['迁出并迁回', 'target-errored'],
      ['跨型号', 'paper-awaited', 'examine'],
    ],
  },
  {
    id: '5.1.1.1-2',
    section: '5.1.1.1',
    item: '2',
    title: `镜像 ${hostileName}`,
    statement: formula,
    parts: [['自定义镜像', 'refuted']],
  },
  {
    id: '5.1.2.1-1',
    section: '5.1.2.1',
    item: '1',
    title: `对象存储 ${rareName}`,
    parts: [
      ['版本控制', 'all-met'],
      ['到期清除', 'awaiting'],
    ],
  },
  {
    id: '5.2.1.6-5',
    section: '5.2.1.6',
    item: '5',
    title: '日志检索',
    parts: [['检索条件', 'probe-planned']],
  },
  { id: '5.3.3-3', section: '5.3.3', item: '3', title: '签名格式', parts: [['格式', 'timed-out']] },
  {
    id: '6.1-2',
    section: '6.1',
    item: '2',
    title: '驻场人员',
    parts: [['人数', 'on-site-awaited', 'interview']],
  },
  { id: '6.2-9', section: '6.2', item: '9', title: '境外节点', parts: [['境外节点', 'excluded']] },
  { id: 'kpi-migration', section: '5', kind: 'kpi', title: '热迁移用时', parts: [['用时', 'not-yet-due']] },
  {
    id: 'tariff-vm',
    section: '2.1',
    kind: 'tariff',
    title: '通用型云主机 2 核 4 G',
    parts: [['规格', 'all-met']],
  },
];

const catalogue: Catalogue = new Map([
  [
    'compute-demo',
    {
      id: 'compute-demo',
      title: '云主机申请',
      role: 'openstack',
      procedure:
        '经云管接口按指定的规格、镜像、系统盘容量申请云主机，待其可用后逐项读回，与申请内容比对，随后删除。',
      disturbance: 'none',
      effect: 'creates',
      timeLimit: 300,
      inputs: { count: { type: 'integer', default: 2, title: '一次申请台数' } },
      measurands: {
        cores: { kind: 'quantity', unit: 'core', title: '物理核数' },
        ordered: { kind: 'boolean', title: '与申请一致' },
        latency: { kind: 'quantity', unit: 'ms', title: '时延' },
        fields: { kind: 'set', title: '可查询到的信息项' },
      },
    },
  ],
]);

function checkableOf(sketch: Sketch): Checkable {
  const parts = sketch.parts.map(([title], index) => ({ id: `part-${index + 1}`, title }));
  return {
    id: sketch.id,
    kind: sketch.kind ?? 'clause',
    clause: { part: 3, chapter: 2, section: sketch.section, ...(sketch.item ? { item: sketch.item } : {}) },
    starred: sketch.starred ?? false,
    title: sketch.title,
    statement: sketch.statement ?? `平台应提供${sketch.title}，并以实测为准`,
    figures: {},
    proof: [],
    parts,
    verification: sketch.parts.flatMap(([, reason, method = 'test'], index): Verification[] => {
      const shared = { id: `part-${index + 1}`, part: `part-${index + 1}`, due: 'delivery' as const };
      if (reason === 'part-uncovered') return [];
      if (method === 'examine')
        return [{ ...shared, method, documents: ['third-party-report' as const], why: '书面材料' }];
      if (method === 'interview')
        return [{ ...shared, method, checklist: ['现场清点驻场人员', '核对工作证'], why: '须到现场' }];
      return [
        {
          ...shared,
          method,
          probe: 'compute-demo',
          expect: [{ measurand: 'cores', atLeast: { value: 8000, unit: 'core' as const } }],
        },
      ];
    }),
  };
}

const measuredReasons: Reason[] = ['all-met', 'refuted', 'declared-by-target'];

function verdictOf(sketch: Sketch): RequirementVerdict {
  const parts = sketch.parts.map(([, reason, method = 'test'], index): PartVerdict => {
    const id = `part-${index + 1}`;
    const outcome: Outcome = reasons[reason].outcome;
    if (reason === 'part-uncovered') return { id, outcome, reason, checks: [] };
    const seen = measuredReasons.includes(reason);
    const check: CheckVerdict = {
      id: `${sketch.id}/${id}`,
      part: id,
      method,
      ...(method === 'test' ? { probe: 'compute-demo' } : {}),
      due: reason === 'not-yet-due' ? 'quarter' : 'delivery',
      inStage: reason !== 'not-yet-due',
      outcome,
      reason,
      observations: seen ? ['obs-1'] : [],
      evidence: seen ? [sha('a1')] : [],
      comparisons: seen
        ? [
            {
              measurand: 'cores',
              expected: '≥ 8000 核',
              measured: reason === 'refuted' ? '7992 核' : '8320 核',
              samples: 3,
              met: reason !== 'refuted',
            },
          ]
        : [],
      steps: [],
      ...(reason === 'target-errored' ? { remark: '连接被对方中途关闭：读取应答到一半' } : {}),
    };
    return { id, outcome, reason, checks: [check] };
  });
  return {
    id: sketch.id,
    kind: sketch.kind ?? 'clause',
    starred: sketch.starred ?? false,
    ...rollUp(parts),
    parts,
  };
}

const tender: Tender = {
  id: 'sample-tender',
  number: '示例采购-0001',
  title: '某市政务云服务采购项目（示例）',
  purchaser: '某市政务服务和大数据管理局',
  agency: '某采购代理有限公司',
  budget: '100',
  dates: { bidDeadline: '2026-01-01T08:30:00+08:00', opening: '2026-01-01T08:30:00+08:00' },
  service: { buildDays: 30, years: 2 },
  counts: { technicalClauses: 40, starred: 6 },
  source: { title: '某市政务云服务采购项目招标文件', digest: sha('5c'), lines: 100 },
  checkables: sketches.map(checkableOf),
  tariff: [],
  kpis: [],
  readings: [],
  chosenReadings: [],
  digest: sha('7d'),
};

const observation = (id: string, over: Partial<Observation>): Observation => ({
  id,
  planItem: `plan-${id}`,
  planDigest: sha('91'),
  probe: 'compute-demo',
  probeVersion: 1,
  component: 'cloud-a',
  inputs: { count: 2 },
  window: { from: '2026-03-02T01:00:05Z', to: '2026-03-02T01:03:20Z' },
  tier: 'measured',
  state: 'completed',
  measurements: [],
  steps: [],
  notes: [],
  evidence: [],
  ...over,
});

const record: RunRecord = {
  format: 'biaochi-run/1',
  id: 'run-20260302-0001',
  tender: { id: tender.id, number: tender.number, title: tender.title },
  target: {
    name: `示范云 ${hostileName}`,
    operator: rareName,
    simulated: true,
    components: [
      { id: 'cloud-a', role: 'openstack', endpoint: 'https://cloud.example.invalid:5000/v3' },
      { id: 'store-a', role: 'object-storage', endpoint: 'https://s3.example.invalid' },
    ],
    fileDigest: sha('b2'),
  },
  stage: 'delivery',
  tools: [
    { name: 'biaochi', version: '0.1.0' },
    { name: 'node', version: '20.19.0' },
  ],
  assets: { file: 'assets.xlsx', digest: sha('c3'), machines: 120 },
  startedAt: '2026-03-02T01:00:00Z',
  finishedAt: '2026-03-02T02:30:00Z',
  ended: 'finished',
  plan: {
    digest: sha('91'),
    items: [
      {
        id: 'plan-obs-1',
        probe: 'compute-demo',
        probeVersion: 1,
        component: 'cloud-a',
        inputs: { count: 2 },
      },
    ],
    plannedProbes: ['audit-log-query'],
    absentRoles: ['management-controller'],
  },
  before: [
    {
      component: 'cloud-a',
      role: 'openstack',
      endpoint: 'https://cloud.example.invalid:5000/v3',
      reachable: true,
      facts: [
        { label: '计算接口版本', value: '2.96' },
        { label: '计算节点数', value: '12' },
      ],
      configurationDigest: sha('d4'),
    },
    {
      component: 'store-a',
      role: 'object-storage',
      endpoint: 'https://s3.example.invalid',
      reachable: true,
      facts: [{ label: '服务标识', value: formula }],
      configurationDigest: sha('e5'),
    },
  ],
  after: [
    {
      component: 'cloud-a',
      role: 'openstack',
      endpoint: 'https://cloud.example.invalid:5000/v3',
      reachable: true,
      facts: [],
      configurationDigest: sha('d4'),
    },
    {
      component: 'store-a',
      role: 'object-storage',
      endpoint: 'https://s3.example.invalid',
      reachable: true,
      facts: [],
      configurationDigest: sha('f6'),
    },
  ],
  observations: [
    observation('obs-1', {
      measurements: [
        { measurand: 'cores', unit: 'core', values: [8320, 8320, 7992] },
        { measurand: 'ordered', values: [true, true] },
        {
          measurand: 'latency',
          unit: 'ms',
          values: Array.from({ length: 200 }, (_, index) => 3 + (index % 17) / 4),
        },
        { measurand: 'fields', values: [['名称', '规格', '宿主机', hostileName]] },
      ],
      steps: [
        { at: '2026-03-02T01:00:06Z', label: '申请两台云主机', detail: '规格 m1.small，系统盘 3 GiB' },
        { at: '2026-03-02T01:02:10Z', label: '读回并比对' },
        { at: '2026-03-02T01:03:10Z', label: '删除', detail: '确认已不可查询' },
      ],
      notes: ['第二台云主机的可用用时明显长于第一台'],
      evidence: [
        { digest: sha('a1'), mediaType: 'application/json', label: '申请与应答', bytes: 5321 },
        { digest: sha('a2'), mediaType: 'text/plain', label: `操作记录 ${hostileName}`, bytes: 812 },
      ],
    }),
    observation('obs-2', {
      state: 'errored',
      fault: { code: 'TARGET_CLOSED', message: '读取应答到一半' },
      steps: [{ at: '2026-03-02T01:10:00Z', label: '提交热迁移' }],
    }),
    observation('obs-3', {
      component: 'store-a',
      state: 'awaiting',
      until: '2026-03-03T01:00:00Z',
      tier: 'declared-by-target',
    }),
  ],
  resources: [
    {
      observation: 'obs-1',
      kind: '云主机',
      marker: 'biaochi-1a2b-1',
      id: '8d0c6c5e-0000-4000-8000-000000000001',
      state: 'removed',
    },
    {
      observation: 'obs-1',
      kind: '云硬盘',
      marker: 'biaochi-1a2b-2',
      id: '8d0c6c5e-0000-4000-8000-000000000002',
      state: 'left',
    },
    { observation: 'obs-3', kind: '存储桶', marker: 'biaochi-1a2b-3', state: 'kept' },
  ],
  evidence: [],
};

const requirements = sketches.map(verdictOf);
const noCounts = Object.fromEntries([...outcomeNames, 'total'].map((name) => [name, 0])) as Record<
  Outcome | 'total',
  number
>;

const judgement: Judgement = {
  format: 'biaochi-judgement/1',
  revision: 2,
  replaces: 1,
  run: { id: record.id, digest: sha('aa') },
  tender: { id: tender.id, digest: tender.digest },
  readings: [
    { id: 'A35', question: '“CPU 资源”按什么计', chosen: 'cores', title: '物理核', basis: '', isPick: true },
    {
      id: 'A36',
      question: '“25T”按十进制还是二进制',
      chosen: 'binary',
      title: '二进制 TiB',
      basis: '澄清公告第 2 号',
      isPick: false,
    },
  ],
  stage: 'delivery',
  asOf: '2026-03-02T03:00:00Z',
  selected: sketches.map((sketch) => sketch.id),
  requirements,
  summary: {
    checkables: noCounts,
    technicalClauses: { ...noCounts, encoded: 10 },
    starred: noCounts,
    tests: noCounts,
  },
};

export const sample: TestReportInput = { tender, record, judgement, catalogue };

/** The tender's own wording for some clauses. */
export const sampleSource: ReadonlyMap<string, string> = new Map([
  ['1.8', '▲1.8 投标人需承诺所提供的独立且满足采购人要求的云平台资源池规模量不少于如下要求：……'],
  ['5.1.1.1-10', longText],
]);
