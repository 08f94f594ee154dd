import {
  type Block,
  beijingTime,
  type CheckVerdict,
  checkId,
  type ImportedResult,
  type RunRecord,
  resultTools,
  type Section,
  standingOfImport,
  tiers,
} from '../../../spec/index.ts';
import { checksOf, clauseNumber, evidenceNumbers, type Material } from './material.ts';
import { printValues } from './samples.ts';

/** The result of another tool on which a verdict stands; undefined where it stands on what we saw, or on nothing. */
export function importBehind(
  { imports = [] }: Pick<RunRecord, 'imports'>,
  check: CheckVerdict,
): ImportedResult | undefined {
  const newest = imports.findLast((one) => one.check === check.id);
  return newest && check.observations.includes(newest.observation.id) ? newest : undefined;
}

/** 6.n: the result files of other tools, each with what it was and which clauses stand on it. */
export function importSections(material: Material, first: number): Section[] {
  return (material.record.imports ?? []).map((one, index) => ({
    id: `import-${index + 1}`,
    heading: `6.${first + index} 外来结果：${resultTools[one.tool]}（${one.check}）`,
    level: 2,
    blocks: [facts(material, one), ...parameters(one), ...figures(material, one), ...notes(one)],
  }));
}

function facts(material: Material, one: ImportedResult): Block {
  const { record, judgement } = material;
  const { evidence, window } = one.observation;
  const { tier, basis } = standingOfImport(one, record, judgement.asOf);
  return {
    kind: 'facts',
    rows: [
      { label: '文件', value: one.file ?? evidence.map(({ label }) => label).join('、') },
      { label: '工具与版本', value: `${resultTools[one.tool]}，${one.version || '文件未说明版本'}` },
      { label: '文件摘要', value: evidence.map(({ digest }) => digest).join('、') },
      { label: '产生时间', value: `${beijingTime(window.to)}（北京时间）` },
      { label: '收下时间', value: `${beijingTime(one.recordedAt)}（北京时间）` },
      { label: '出具机构', value: one.laboratory ?? '未指明' },
      { label: '采信级别', value: `${tiers[tier]}：${basis}` },
      {
        label: '收下前的核对',
        value: '格式、工具自报的错误、数值的种类与单位、文件所载的采集条件；均无不符',
      },
      { label: '用于核验项', value: one.check },
      { label: '依此判定的条款', value: standingOn(material, one) },
      {
        label: '证据编号',
        value: evidenceNumbers(
          material,
          evidence.map(({ digest }) => digest),
        ),
      },
    ],
  };
}

/** Clauses whose verdict rests on it, or why none does. */
function standingOn(material: Material, one: ImportedResult): string {
  const clauses = material.judged
    .filter(({ verdict }) => checksOf(verdict).some((check) => importBehind(material.record, check) === one))
    .map(({ checkable }) => clauseNumber(checkable));
  if (clauses.length > 0) return clauses.join('、');
  const newest = material.record.imports?.findLast(({ check }) => check === one.check);
  if (newest !== one) return '无：其后另收下了同一核验项的结果';
  const known = material.judged.some(({ checkable }) =>
    checkable.verification.some((verification) => checkId(checkable, verification) === one.check),
  );
  return known ? '无：该项另有本程序实测，或未到考核时点' : '无：现行规格没有这一核验项';
}

function parameters({ parameters }: ImportedResult): Block[] {
  const rows = Object.entries(parameters).map(([name, value]) => [{ text: name }, { text: value }]);
  if (rows.length === 0) return [];
  const columns = [
    { title: '文件所载运行参数', width: 50 },
    { title: '取值', width: 50 },
  ];
  return [{ kind: 'table', columns, rows }];
}

function figures({ catalogue }: Material, { observation }: ImportedResult): Block[] {
  const contract = catalogue.get(observation.probe)?.measurands ?? {};
  return [
    {
      kind: 'table',
      columns: [
        { title: '测量项', width: 40 },
        { title: '样本数', width: 12, align: 'right' },
        { title: '文件所载的值', width: 48 },
      ],
      rows: observation.measurements.map((measurement) => [
        { text: contract[measurement.measurand]?.title ?? measurement.measurand },
        { text: String(measurement.values.length) },
        { text: printValues(measurement) },
      ]),
    },
  ];
}

function notes({ observation }: ImportedResult): Block[] {
  return observation.notes.length > 0 ? [{ kind: 'list', items: observation.notes }] : [];
}
