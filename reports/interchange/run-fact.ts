import { beijingTime, dueLabels, type Judgement } from '../../spec/index.ts';
import { digestOfJson } from '../../spec/load/index.ts';
import { pageMarks } from '../kinds/test-report/cover.ts';
import type { TestReportInput } from '../kinds/test-report.ts';

/** What every format says of the run as a whole. */
export interface RunFact {
  /** A token: letters, digits, hyphens. */
  name: string;
  label: string;
  value: string;
}

/** `sha256:...` over the canonical JSON of a judgement, as a retest names it. */
export function judgementDigest(judgement: Judgement): string {
  return digestOfJson(judgement);
}

/** `对象为仿真平台，不作为验收依据 · 未签名`: what stands on every page of the report stands in every format. */
export function marksOf(input: TestReportInput): string {
  return pageMarks(input).join(' · ');
}

export function runFacts(input: TestReportInput): RunFact[] {
  const { record, judgement, tender, seal } = input;
  const fact = (name: string, label: string, value: string | undefined): RunFact[] =>
    value === undefined || value === '' ? [] : [{ name, label, value }];
  return [
    ...fact('marks', '标记', marksOf(input)),
    ...fact('simulated', '对象为仿真平台', record.target.simulated ? 'true' : 'false'),
    ...fact('seal', '封存', seal?.state ?? 'unsealed'),
    ...fact('seal-manifest', '封存清单摘要', seal?.manifest),
    ...fact('run', '测试编号', record.id),
    ...fact('run-digest', '记录摘要', judgement.run.digest),
    ...fact('judgement-revision', '判定修订', String(judgement.revision)),
    ...fact('judgement-replaces', '替代', judgement.replaces?.toString()),
    ...fact('judgement-digest', '判定摘要', judgementDigest(judgement)),
    ...fact('tender', '招标规格', tender.id),
    ...fact('tender-number', '项目编号', tender.number),
    ...fact('tender-digest', '规格摘要', tender.digest),
    ...fact('target', '被测平台', record.target.name),
    ...fact('operator', '运营单位', record.target.operator),
    ...fact('target-digest', '目标文件摘要', record.target.fileDigest),
    ...fact('stage', '测试阶段', judgement.stage),
    ...fact('stage-label', '测试阶段名称', dueLabels[judgement.stage]),
    ...fact('as-of', '评判基准时间', judgement.asOf),
    ...fact('as-of-local', '评判基准时间（北京时间）', beijingTime(judgement.asOf)),
    ...fact('started-at', '开始', record.startedAt),
    ...fact('finished-at', '结束', record.finishedAt),
    ...fact('ended', '如何结束', record.ended),
    ...fact('plan-digest', '测试计划摘要', record.plan.digest),
  ];
}

/** The same as an object of texts. */
export function factsObject(input: TestReportInput): Record<string, string> {
  return Object.fromEntries(runFacts(input).map(({ name, value }) => [name, value]));
}

/** Place of a piece of evidence in the run directory; nothing for a digest of another form. */
export function evidencePlace(digest: string): { path: string; hex: string } | undefined {
  const hex = /^sha256:([0-9a-f]{64})$/.exec(digest)?.[1];
  return hex === undefined ? undefined : { path: `evidence/${hex.slice(0, 2)}/${hex}`, hex };
}

/** The last instant that the record tells of. */
export function endOfRecord({ record }: TestReportInput): string {
  const seen = record.observations.map(({ window }) => window.to);
  return (
    record.finishedAt ??
    [record.startedAt, ...seen].sort((a, b) => Date.parse(a) - Date.parse(b)).at(-1) ??
    record.startedAt
  );
}
