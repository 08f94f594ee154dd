import {
  type Catalogue,
  type Checkable,
  comparatorOf,
  dimensionOf,
  type Expectation,
  type ProbeContract,
  type Problem,
  type TenderFile,
  type TestVerification,
} from '../index.ts';
import { checkLimits, checkStatement } from './figures.ts';
import type { Complain, Origin } from './origin.ts';

export interface LawInput {
  head: TenderFile;
  checkables: Checkable[];
  origins: ReadonlyMap<Checkable, Origin>;
  catalogue: Catalogue;
  sourceLines: number;
}

function checkExpectation(
  expectation: Expectation,
  contract: ProbeContract,
  complain: (message: string) => void,
): void {
  const measurand = contract.measurands[expectation.measurand];
  if (!measurand) {
    complain(
      `探针 ${contract.id} 没有测量项 ${expectation.measurand}，可用：${Object.keys(contract.measurands).join('、')}`,
    );
    return;
  }
  const comparator = comparatorOf(expectation);
  if (expectation.confidence) {
    const { guardBand } = expectation.confidence;
    if (measurand.kind !== 'quantity' || comparator === 'equals')
      complain(`测量项 ${expectation.measurand} 的 confidence 只用于数量的上下限`);
    else if (!['mean', 'median', 'p95', 'p99'].includes(expectation.aggregate ?? ''))
      complain(`confidence 须指明 aggregate：mean、median、p95 或 p99`);
    if (guardBand && measurand.unit && dimensionOf(guardBand.unit) !== dimensionOf(measurand.unit))
      complain(`guardBand 的单位 ${guardBand.unit} 与测量项 ${expectation.measurand} 不是同一量纲`);
  }
  const value = expectation[comparator];
  const isQuantity = typeof value === 'object' && value !== null && 'unit' in value;
  if (measurand.kind === 'quantity') {
    if (!isQuantity) complain(`测量项 ${expectation.measurand} 是数量，须给出数值与单位`);
    else if (dimensionOf(value.unit) !== dimensionOf(measurand.unit!))
      complain(`单位 ${value.unit} 与测量项 ${expectation.measurand} 的单位 ${measurand.unit} 不是同一量纲`);
  } else if (measurand.kind === 'boolean' && (comparator !== 'equals' || typeof value !== 'boolean')) {
    complain(`测量项 ${expectation.measurand} 是真假值，只能用 equals: true 或 false`);
  } else if (measurand.kind === 'set' && !['includes', 'includesAny', 'excludes'].includes(comparator)) {
    complain(`测量项 ${expectation.measurand} 是集合，只能用 includes、includesAny、excludes`);
  } else if (measurand.kind === 'set' && measurand.values) {
    const unknown = (value as string[]).filter((member) => !measurand.values!.includes(member));
    if (unknown.length > 0)
      complain(
        `测量项 ${expectation.measurand} 不会含有 ${unknown.join('、')}，可用：${measurand.values.join('、')}`,
      );
  } else if (measurand.kind === 'text' && (comparator !== 'equals' || typeof value !== 'string')) {
    complain(`测量项 ${expectation.measurand} 是文本，只能用 equals`);
  }
}

function checkTest(
  verification: TestVerification,
  catalogue: Catalogue,
  at: (string | number)[],
  complain: Complain,
): void {
  const contract = catalogue.get(verification.probe);
  if (!contract) {
    complain(
      [...at, 'probe'],
      `没有探针合同 ${verification.probe}`,
      '在 spec/probes 中登记，未实现的探针也要登记',
    );
    return;
  }
  verification.expect.forEach((expectation, i) => {
    checkExpectation(expectation, contract, (message) => complain([...at, 'expect', i], message));
  });
  for (const [name, value] of Object.entries(verification.inputs ?? {})) {
    const input = contract.inputs[name];
    const actual = input?.type === 'integer' && Number.isInteger(value) ? 'integer' : typeof value;
    if (!input) complain([...at, 'inputs', name], `探针 ${contract.id} 没有输入 ${name}`);
    else if (actual !== input.type) complain([...at, 'inputs', name], `输入 ${name} 应为 ${input.type}`);
  }
}

function checkOne(checkable: Checkable, input: LawInput, complain: Complain): void {
  if (checkable.verification.length === 0) complain(['id'], '没有任何核验方法', '至少给出一种 verification');
  const parts = new Set(checkable.parts.map((p) => p.id));
  if (parts.size !== checkable.parts.length) complain(['parts'], '子项编号重复');
  const ids = new Set<string>();
  checkable.verification.forEach((verification, i) => {
    const at = ['verification', i];
    if (!parts.has(verification.part)) complain([...at, 'part'], `没有子项 ${verification.part}`);
    if (ids.has(verification.id)) complain(at, `核验编号 ${verification.id} 重复`);
    ids.add(verification.id);
    if (verification.method === 'test') checkTest(verification, input.catalogue, at, complain);
  });
  for (const part of checkable.parts) {
    if (!checkable.verification.some((v) => v.part === part.id))
      complain(['parts'], `子项 ${part.id} 没有核验方法`);
  }
  const lines = checkable.clause.lines;
  if (lines && (lines[0]! > lines[1]! || lines[1]! > input.sourceLines))
    complain(['clause', 'lines'], `行号 ${lines.join('-')} 超出原文 ${input.sourceLines} 行`);
  if (lines && !checkable.clause.digest && ['clause', 'commercial', 'other'].includes(checkable.kind))
    complain(['clause'], '给出了行号却没有原文摘要 digest');
}

/** Each standard that a list names again says of which item it is the repetition, and the stated numbers hold. */
function checkStandards({ checkables, origins, head }: LawInput, whole: string, problems: Problem[]): void {
  const listed = checkables.filter((c) => c.standard);
  const first = new Map<string, string>();
  for (const checkable of listed) {
    const { number, year, sameAs } = checkable.standard!;
    const origin = origins.get(checkable)!;
    const earlier = first.get(`${number}-${year}`);
    if (sameAs !== earlier) {
      const line = origin.lineOf(['standard']);
      problems.push({
        file: origin.file,
        ...(line === undefined ? {} : { line }),
        path: checkable.id,
        message: earlier
          ? `标准 ${number}-${year} 已列于 ${earlier}，应写明 sameAs: '${earlier}'`
          : `标准 ${number}-${year} 此前未列，sameAs ${sameAs} 不成立`,
      });
    }
    if (!earlier) first.set(`${number}-${year}`, checkable.id);
  }
  const wanted = head.counts.standards;
  if (wanted && (wanted.listed !== listed.length || wanted.different !== first.size))
    problems.push({
      file: whole,
      path: 'counts/standards',
      message: `应列标准 ${wanted.listed} 项、互异 ${wanted.different} 项，实有 ${listed.length} 项、互异 ${first.size} 项`,
    });
}

/** Laws over a whole tender: every id resolves, every unit fits, no clause without verification, stated sums hold. */
export function checkLaws(input: LawInput, problems: Problem[]): void {
  const { head, checkables, origins } = input;
  const seen = new Map<string, Origin>();
  for (const checkable of checkables) {
    const origin = origins.get(checkable)!;
    const complain: Complain = (path, message, remedy) => {
      const line = origin.lineOf(path);
      problems.push({
        file: origin.file,
        ...(line === undefined ? {} : { line }),
        path: checkable.id,
        message,
        ...(remedy ? { remedy } : {}),
      });
    };
    if (seen.has(checkable.id))
      complain(['id'], `编号 ${checkable.id} 已在 ${seen.get(checkable.id)!.file} 用过`);
    seen.set(checkable.id, origin);
    checkOne(checkable, input, complain);
    checkStatement(checkable, origin.statement, complain);
    checkLimits(checkable, complain);
  }
  const clauses = checkables.filter((c) => c.kind === 'clause');
  const whole = `tenders/${head.id}/tender.yaml`;
  checkStandards(input, whole, problems);
  (head.securitySections ?? []).forEach((top, index) => {
    if (!clauses.some(({ clause: { section = '' } }) => section === top || section.startsWith(`${top}.`)))
      problems.push({ file: whole, path: `securitySections/${index}`, message: `第 ${top} 节没有条款` });
  });
  const starred = clauses.filter((c) => c.starred).length;
  if (starred !== head.counts.starred)
    problems.push({
      file: whole,
      path: 'counts/starred',
      message: `应有 ${head.counts.starred} 个▲条款，实有 ${starred} 个`,
    });
  if (clauses.length > head.counts.technicalClauses) {
    problems.push({
      file: whole,
      path: 'counts/technicalClauses',
      message: `技术条款应为 ${head.counts.technicalClauses} 条，录入了 ${clauses.length} 条`,
    });
  }
}
