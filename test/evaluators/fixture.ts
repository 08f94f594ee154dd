import type {
  Catalogue,
  Checkable,
  Expectation,
  Measurement,
  Observation,
  PlanItem,
  ProbeContract,
  RunRecord,
  Tender,
  TestVerification,
} from '../../spec/index.ts';

const contract: ProbeContract = {
  id: 'thing-size',
  title: '测一物',
  role: 'object-storage',
  procedure: '测',
  disturbance: 'none',
  effect: 'reads',
  timeLimit: 10,
  inputs: { rounds: { type: 'integer', default: 1, title: '次数' } },
  measurands: {
    size: { kind: 'quantity', unit: 'GB', title: '大小' },
    works: { kind: 'boolean', title: '可用' },
    kinds: { kind: 'set', title: '种类' },
    name: { kind: 'text', title: '名称' },
  },
};
export const catalogue: Catalogue = new Map([
  ['thing-size', contract],
  ['thing-later', { ...contract, id: 'thing-later', role: 'public-endpoint' }],
]);

export function verificationOf(...expect: Expectation[]): TestVerification {
  return { id: 'v', part: 'p', method: 'test', probe: 'thing-size', due: 'delivery', expect };
}

export function checkableOf(overrides: Partial<Checkable> = {}): Checkable {
  return {
    id: '1',
    kind: 'clause',
    clause: { part: 1, chapter: 1 },
    starred: false,
    title: '一条',
    statement: '一条要求',
    figures: {},
    proof: [],
    parts: [{ id: 'p', title: '子项' }],
    verification: [verificationOf({ measurand: 'works', equals: true })],
    ...overrides,
  };
}

export function tenderOf(...checkables: Checkable[]): Tender {
  return {
    id: 'test',
    number: 'T-1',
    title: '测试项目',
    purchaser: '采购人',
    agency: '代理机构',
    budget: '1',
    dates: { bidDeadline: '2026-01-01T00:00:00+08:00', opening: '2026-01-01T00:00:00+08:00' },
    service: { buildDays: 1, years: 1 },
    counts: { technicalClauses: 10, starred: checkables.filter((c) => c.starred).length },
    source: { title: '原文', digest: `sha256:${'0'.repeat(64)}`, lines: 1 },
    checkables,
    tariff: [],
    kpis: [],
    readings: [],
    chosenReadings: [],
    digest: `sha256:${'1'.repeat(64)}`,
  };
}

export function itemOf(overrides: Partial<PlanItem> = {}): PlanItem {
  return {
    id: 'i1',
    probe: 'thing-size',
    probeVersion: 1,
    component: 'c1',
    inputs: { rounds: 1 },
    ...overrides,
  };
}

export function observationOf(
  measurements: Measurement[],
  overrides: Partial<Observation> = {},
): Observation {
  return {
    id: 'o-i1',
    planItem: 'i1',
    planDigest: 'plan',
    probe: 'thing-size',
    probeVersion: 1,
    component: 'c1',
    inputs: { rounds: 1 },
    window: { from: '2026-01-01T00:00:00Z', to: '2026-01-01T00:00:01Z' },
    tier: 'measured',
    state: 'completed',
    measurements,
    steps: [],
    notes: [],
    evidence: [{ digest: `sha256:${'a'.repeat(64)}`, mediaType: 'text/plain', label: '证', bytes: 1 }],
    ...overrides,
  };
}

export function recordOf(observations: Observation[], overrides: Partial<RunRecord> = {}): RunRecord {
  return {
    format: 'biaochi-run/1',
    id: 'run-1',
    tender: { id: 'test', number: 'T-1', title: '测试项目' },
    target: { name: '目标', simulated: true, components: [], fileDigest: `sha256:${'2'.repeat(64)}` },
    stage: 'delivery',
    tools: [],
    startedAt: '2026-01-01T00:00:00Z',
    finishedAt: '2026-01-01T00:01:00Z',
    ended: 'finished',
    plan: { digest: 'plan', items: [itemOf()], plannedProbes: [], absentRoles: [] },
    before: [],
    after: [],
    observations,
    resources: [],
    evidence: [],
    ...overrides,
  };
}
