import { basename } from 'node:path';
import { digestOf, foldRun, keepImport } from '../evidence/index.ts';
import { readToolResult } from '../intake/index.ts';
import {
  type Catalogue,
  checkId,
  convert,
  dimensionOf,
  Fault,
  type ImportedResult,
  type Judgement,
  type Measurement,
  type Observation,
  type ProbeContract,
  type Problem,
  type ResultTool,
  type RunRecord,
  resultTools,
  standingOfImport,
  type Tender,
  type TestVerification,
  type ToolResult,
} from '../spec/index.ts';
import { judgeRun, openTender, type SpecChoice } from './pipeline.ts';

export interface ImportOptions extends SpecChoice {
  directory: string;
  tool: string;
  file: string;
  check: string;
  laboratory?: string | undefined;
  /** The examination whose report of the laboratory the file belongs to. */
  report?: string | undefined;
  /** `measurand=path` each. */
  map?: string[] | undefined;
  series?: string | undefined;
}

function toolOf(name: string): ResultTool {
  if (Object.hasOwn(resultTools, name)) return name as ResultTool;
  throw new Fault('USAGE_UNKNOWN_NAME', [
    { message: `不认识的工具 ${name}`, remedy: `可用：${Object.keys(resultTools).join('、')}` },
  ]);
}

function testOf(tender: Tender, record: RunRecord, check: string): TestVerification {
  const { only } = record.plan;
  for (const checkable of tender.checkables.filter(({ id }) => !only || only.includes(id)))
    for (const verification of checkable.verification)
      if (verification.method === 'test' && checkId(checkable, verification) === check) return verification;
  throw new Fault('USAGE_UNKNOWN_CLAUSE', [
    { message: `本次测试没有测试类的核验项 ${check}`, remedy: '写作 条款/核验项，用 tender show 查看编号' },
  ]);
}

/** Figures become samples of the contract's measurands only where kind and dimension fit. */
function measurementsOf(
  result: ToolResult,
  contract: ProbeContract,
  map: readonly string[],
  file: string,
): { measurements: Measurement[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const pairs = map.map(
    (text) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)] as const,
  );
  const named = new Map(pairs);
  for (const { path } of result.figures)
    if (!named.has(path) && contract.measurands[path] && ![...named.values()].includes(path))
      named.set(path, path);
  const measurements = [...named].flatMap(([measurand, path]): Measurement[] => {
    const wanted = contract.measurands[measurand];
    const figure = result.figures.find((each) => each.path === path);
    const say = (message: string, remedy: string) => {
      problems.push({ file, path, message, remedy });
      return [];
    };
    if (!wanted)
      return say(
        `探针 ${contract.id} 没有测量项 ${measurand}`,
        `可用：${Object.keys(contract.measurands).join('、')}`,
      );
    if (!figure)
      return say('文件中没有该数值', `可用：${result.figures.map((each) => each.path).join('、')}`);
    const fits = { quantity: 'number', boolean: 'boolean', set: 'object', text: 'string' }[wanted.kind];
    if (figure.values.some((value) => typeof value !== fits))
      return say(`${measurand} 与该数值种类不同`, '换一个数值');
    if (wanted.kind !== 'quantity') return [{ measurand, values: figure.values }];
    const unit = wanted.unit ?? figure.unit;
    if (!figure.unit || !unit || dimensionOf(figure.unit) !== dimensionOf(unit))
      return say(
        `单位不合：${measurand} 为 ${unit ?? '（无）'}，文件为 ${figure.unit ?? '（无单位）'}`,
        '换一个数值',
      );
    return [
      { measurand, unit, values: figure.values.map((value) => convert(Number(value), figure.unit!, unit)) },
    ];
  });
  if (measurements.length === 0 && problems.length === 0)
    problems.push({
      file,
      message: '没有可用于该核验项的数值',
      remedy: `以 --map 测量项=数值 指明；数值：${result.figures.map((each) => each.path).join('、')}；测量项：${Object.keys(contract.measurands).join('、')}`,
    });
  return { measurements, problems };
}

/** What the file echoes must be what the check asks; what it does not say is noted. */
function conditionsOf(result: ToolResult, contract: ProbeContract, test: TestVerification, file: string) {
  const inputs: Record<string, unknown> = Object.fromEntries(
    Object.entries(contract.inputs).map(([name, input]) => [name, test.inputs?.[name] ?? input.default]),
  );
  const problems: Problem[] = [];
  const unsaid: string[] = [];
  for (const [name, asked] of Object.entries(inputs)) {
    const ran = result.inputs[name];
    const title = contract.inputs[name]?.title ?? name;
    if (ran === undefined) unsaid.push(`${title} ${String(asked)}`);
    else if (name === 'seconds' ? !(ran >= Number(asked)) : ran !== asked)
      problems.push({
        file,
        path: name,
        message: `${title}为 ${ran}，要求 ${String(asked)}`,
        remedy: '按要求的采集条件重新测试',
      });
  }
  return { inputs, problems, unsaid };
}

function refuseReport(report: string | undefined, laboratory: string | undefined, record: RunRecord): void {
  if (report === undefined) return;
  const known = (record.attestations ?? []).some(({ id }) => id === report);
  if (laboratory === undefined || !known)
    throw new Fault('USAGE_UNKNOWN_NAME', [
      known
        ? { message: '给了 --report，却没有指明机构', remedy: '加上 --laboratory 名称' }
        : { message: `没有审查记录 ${report}`, remedy: '先用 attest 提交检测报告，再写其编号，如 A001' },
    ]);
}

/** Takes a result file in and judges anew. Throws before anything is written when the file is no evidence for the check. */
export async function importResult(options: ImportOptions): Promise<{
  tender: Tender;
  record: RunRecord;
  judgement: Judgement;
  isNew: boolean;
  imported: ImportedResult;
  warnings: string[];
}> {
  const { directory, file, check, laboratory, report } = options;
  const tool = toolOf(options.tool);
  const record = foldRun(directory);
  refuseReport(report, laboratory, record);
  const { tender, catalogue }: { tender: Tender; catalogue: Catalogue } = openTender(
    record.tender.id,
    options,
  );
  const test = testOf(tender, record, check);
  const contract = catalogue.get(test.probe);
  if (!contract) throw new Error(`no contract for probe ${test.probe}`);
  const { result, bytes } = readToolResult(tool, file, options.series);
  const { measurements, problems } = measurementsOf(result, contract, options.map ?? [], file);
  const conditions = conditionsOf(result, contract, test, file);
  const all = [...problems, ...conditions.problems];
  if (all.length > 0) throw new Fault('INTAKE_INVALID', all);
  const recordedAt = new Date().toISOString();
  const at = result.producedAt ?? recordedAt;
  if (Date.parse(at) > Date.parse(recordedAt) + 60_000)
    throw new Fault('INTAKE_INVALID', [
      { file, message: `产生时刻 ${at} 在将来`, remedy: '核对测试机的时钟' },
    ]);
  const digest = digestOf(bytes);
  const imported = await keepImport(
    directory,
    { label: `${resultTools[tool]} 结果文件`, bytes },
    (evidence, number): ImportedResult => {
      const name = String(number).padStart(3, '0');
      const said = {
        check,
        tool,
        version: result.version,
        file: basename(file),
        ...(laboratory === undefined ? {} : { laboratory }),
        ...(report === undefined ? {} : { report }),
        recordedAt,
        parameters: result.parameters,
      };
      const observation: Observation = {
        id: `i-${name}`,
        planItem: `import-${name}`,
        planDigest: record.plan.digest,
        probe: test.probe,
        probeVersion: 0,
        component: laboratory ?? '书面提交',
        inputs: conditions.inputs,
        window: { from: at, to: at },
        tier: 'declared-on-paper',
        madeWith: [{ id: tool, ...(result.version === '' ? {} : { version: result.version }) }],
        state: 'completed',
        measurements,
        steps: [{ at: recordedAt, label: `收下 ${resultTools[tool]} ${result.version}`, detail: digest }],
        notes: [
          ...result.warnings,
          ...(result.producedAt === undefined ? ['文件未说明产生时刻，以收下时刻计'] : []),
          ...(conditions.unsaid.length > 0 ? [`文件未表明的采集条件：${conditions.unsaid.join('；')}`] : []),
        ],
        evidence: [evidence],
      };
      const { tier } = standingOfImport({ ...said, observation }, record, recordedAt);
      return { ...said, observation: { ...observation, tier } };
    },
  );
  const { basis } = standingOfImport(imported, record, recordedAt);
  return {
    ...judgeRun(directory, {
      ...options,
      asOf: recordedAt,
      because: `收下 ${check} 的 ${resultTools[tool]} 结果`,
    }),
    imported,
    warnings: [...(laboratory === undefined ? [] : [basis]), ...imported.observation.notes],
  };
}
