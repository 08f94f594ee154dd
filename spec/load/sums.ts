import {
  type Contract,
  comparatorOf,
  compareDecimals,
  type KpiFile,
  type Problem,
  type Quantity,
  type SourceFile,
  sumDecimals,
  type TariffRow,
  type TenderFile,
  type Verification,
} from '../index.ts';
import type { Complain } from './origin.ts';
import type { YamlFile } from './yaml.ts';

export interface SumsInput {
  head: TenderFile;
  source: YamlFile<SourceFile> | undefined;
  tariff:
    | YamlFile<(TariffRow & { figures?: Record<string, Quantity>; verification?: Verification[] })[]>
    | undefined;
  kpi: YamlFile<KpiFile> | undefined;
  contract: YamlFile<Contract> | undefined;
}

const sameDecimal = (a: string, b: string) => compareDecimals(a, b) === 0;

function complainer(file: YamlFile<unknown>, problems: Problem[]): Complain {
  return (path, message, remedy) => {
    const line = file.lineOf(path);
    problems.push({
      file: file.file,
      ...(line === undefined ? {} : { line }),
      path: path.join('/'),
      message,
      ...(remedy ? { remedy } : {}),
    });
  };
}

function checkUnique(items: { id: string }[], at: string, complain: Complain): void {
  const seen = new Set<string>();
  items.forEach(({ id }, index) => {
    if (seen.has(id)) complain([at, index, 'id'], `编号 ${id} 重复`);
    seen.add(id);
  });
}

/** Every performance figure is tied to a test that expects exactly it; rows and figures are as many as stated. */
function checkTariff(
  file: NonNullable<SumsInput['tariff']>,
  { counts }: TenderFile,
  complain: Complain,
): void {
  let figures = 0;
  file.value.forEach((row, index) => {
    const limits = (row.verification ?? [])
      .flatMap((v) => (v.method === 'test' ? v.expect : []))
      .map((expectation) => expectation[comparatorOf(expectation)])
      .filter((value): value is Quantity => typeof value === 'object' && 'unit' in value);
    (row.performance ?? []).forEach((name, i) => {
      figures++;
      const figure = row.figures?.[name];
      if (!figure) complain([index, 'performance', i], `没有名为 ${name} 的数值`, '在 figures 中登记');
      else if (!limits.some((limit) => limit.value === figure.value && limit.unit === figure.unit))
        complain(
          [index, 'performance', i],
          `性能指标 ${name} 没有测试与之对应`,
          '在 verification 的 expect 中引用',
        );
    });
  });
  const { tariffRows, tariffFigures } = counts;
  if (tariffRows !== undefined && file.value.length !== tariffRows)
    complain([], `价格目录应有 ${tariffRows} 行，实有 ${file.value.length} 行`);
  if (tariffFigures !== undefined && figures !== tariffFigures)
    complain([], `价格目录应有 ${tariffFigures} 个性能指标，实有 ${figures} 个`);
}

function checkKpi({ value: kpi }: YamlFile<KpiFile>, { counts }: TenderFile, complain: Complain): void {
  checkUnique(kpi.groups, 'groups', complain);
  checkUnique(kpi.eventClasses, 'eventClasses', complain);
  checkUnique(kpi.eventDeductions, 'eventDeductions', complain);
  if (counts.kpis !== undefined && kpi.items.length !== counts.kpis)
    complain(['items'], `考核指标应有 ${counts.kpis} 项，实有 ${kpi.items.length} 项`);
  const known = new Set(kpi.groups.map(({ id }) => id));
  kpi.items.forEach((item, index) => {
    if (!known.has(item.group)) complain(['items', index, 'group'], `没有一级指标 ${item.group}`);
    const { deduction } = item;
    if (deduction.rule === 'per-event' && compareDecimals(deduction.amount, item.points) > 0)
      complain(['items', index, 'deduction'], `每次扣 ${deduction.amount} 分，多于该项 ${item.points} 分`);
  });
  kpi.groups.forEach((group, index) => {
    const sum = sumDecimals(kpi.items.filter((item) => item.group === group.id).map(({ points }) => points));
    if (!sameDecimal(sum, group.points))
      complain(['groups', index, 'points'], `${group.title}应为 ${group.points} 分，各项相加为 ${sum} 分`);
  });
  const total = sumDecimals(kpi.groups.map(({ points }) => points));
  if (!sameDecimal(total, kpi.fullMark.points))
    complain(['fullMark', 'points'], `满分应为 ${kpi.fullMark.points} 分，各组相加为 ${total} 分`);
  if (compareDecimals(kpi.passMark.points, kpi.fullMark.points) > 0)
    complain(['passMark', 'points'], `及格分 ${kpi.passMark.points} 高于满分 ${kpi.fullMark.points}`);
}

function checkContract({ value }: YamlFile<Contract>, head: TenderFile, complain: Complain): void {
  checkUnique(value.notices, 'notices', complain);
  checkUnique(value.payments, 'payments', complain);
  checkUnique(value.caps, 'caps', complain);
  checkUnique(value.securityEvents.deductions, 'securityEvents', complain);
  value.caps.forEach((cap, index) => {
    const stated = head.ceiling ?? head.budget;
    if (cap.of === 'contract' && cap.amount !== undefined && !sameDecimal(cap.amount, stated))
      complain(['caps', index, 'amount'], `合同上限 ${cap.amount} 与采购预算 ${stated} 不一致`);
  });
  const same = (quantity: Quantity, number: number) => quantity.value === number;
  if (!same(value.term.build, head.service.buildDays))
    complain(['term', 'build'], `建设期与 tender.yaml 的 ${head.service.buildDays} 天不一致`);
  if (!same(value.term.service, head.service.years))
    complain(['term', 'service'], `服务期与 tender.yaml 的 ${head.service.years} 年不一致`);
}

function checkRepairs({ value }: YamlFile<SourceFile>, complain: Complain): void {
  (value.repairs ?? []).forEach(({ lines, reads, means }, index) => {
    if (lines[0]! > lines[1]! || lines[1]! > value.lines)
      complain(['repairs', index, 'lines'], `行号 ${lines.join('-')} 超出原文 ${value.lines} 行`);
    if (reads === means) complain(['repairs', index, 'means'], '修复前后相同');
  });
}

/** Every sum and number that a tender states of its own tables; file by file, so that one broken file hides no other. */
export function checkSums({ head, source, tariff, kpi, contract }: SumsInput, problems: Problem[]): void {
  if (tariff) checkTariff(tariff, head, complainer(tariff, problems));
  if (kpi) checkKpi(kpi, head, complainer(kpi, problems));
  if (contract) checkContract(contract, head, complainer(contract, problems));
  if (source) checkRepairs(source, complainer(source, problems));
}
