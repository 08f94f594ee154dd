import {
  type Criterion,
  compareDecimals,
  criteriaOf,
  dimensionOf,
  multiplyDecimals,
  type Quantity,
  type Scoring,
  sumDecimals,
  type TenderFile,
} from '../index.ts';
import type { Complain } from './origin.ts';

const differ = (a: string, b: string) => compareDecimals(a, b) !== 0;

/** Proofs of insurance are by month, so the span is whole months. */
function checkPeriod(period: 'any' | Quantity, complain: Complain): void {
  if (period === 'any') return;
  if (dimensionOf(period.unit) !== 'calendar-time' || !Number.isInteger(period.value))
    complain(['insurance', 'period'], '社保期间应为整数个月或年');
}

function checkCriterion(criterion: Criterion, starred: number, complain: Complain): void {
  const { points } = criterion;
  const total = (reached: string, how: string) => {
    if (differ(reached, points)) complain(['points'], `${how}为 ${reached} 分，与分值 ${points} 不符`);
  };
  const mustCount = (cap: Quantity, path: (string | number)[], what = '上限') => {
    if (dimensionOf(cap.unit) !== 'count' || !Number.isInteger(cap.value))
      complain(path, `${what}应为整数个`);
  };
  switch (criterion.kind) {
    case 'count-capped':
      mustCount(criterion.cap, ['cap']);
      total(multiplyDecimals(criterion.per, String(criterion.cap.value)), '上限乘以每个分值');
      if (criterion.names && criterion.names.length !== criterion.cap.value)
        complain(['names'], `列出 ${criterion.names.length} 个名称，上限为 ${criterion.cap.value} 个`);
      return;
    case 'starred-count':
      total(multiplyDecimals(criterion.per, String(starred)), '▲条款数乘以每条分值');
      return;
    case 'matching':
      criterion.certificates.forEach(({ cap }, i) => {
        mustCount(cap, ['certificates', i, 'cap']);
      });
      mustCount(criterion.perPerson, ['perPerson'], '每人计数');
      checkPeriod(criterion.insurance.period, complain);
      total(
        sumDecimals(
          criterion.certificates.map(({ cap }) => multiplyDecimals(criterion.per, String(cap.value))),
        ),
        '各类证书上限之和',
      );
      return;
    case 'hours-saved':
      criterion.promises.forEach(({ base, step }, i) => {
        if (dimensionOf(base.unit) !== 'time' || dimensionOf(step.unit) !== 'time')
          complain(['promises', i], '基准与步长应为时间');
      });
      total(sumDecimals(criterion.promises.map(({ cap }) => cap)), '各项承诺上限之和');
      return;
    case 'one-of-levels': {
      const levels = criterion.levels.map((level) => level.points);
      levels.forEach((level, i) => {
        if (i > 0 && compareDecimals(level, levels[i - 1]!) >= 0)
          complain(['levels', i], `档次须由高到低，${level} 不低于 ${levels[i - 1]}`);
        if (compareDecimals(level, '0') < 0) complain(['levels', i], `档次 ${level} 为负`);
      });
      total(levels[0]!, '最高一档');
      return;
    }
    default:
      return;
  }
}

/** A certificate that several criteria name has one title. */
function checkCertificates(scoring: Scoring, complain: Complain): void {
  const titles = new Map<string, string>();
  for (const criterion of criteriaOf(scoring)) {
    const named = criterion.kind === 'matching' ? criterion.certificates : [];
    const held = criterion.kind === 'fixed' && criterion.holds ? [criterion.holds.certificate] : [];
    for (const { id, title } of [...named, ...held]) {
      if ((titles.get(id) ?? title) !== title)
        complain(['groups'], `${criterion.id}：证书 ${id} 名称“${title}”与他处“${titles.get(id)}”不同`);
      titles.set(id, title);
    }
  }
}

/** Every sum of the scoring table holds: criteria, sections, groups, total, and what tender.yaml says of it. */
export function checkScoring(scoring: Scoring, head: TenderFile, complain: Complain): void {
  scoring.groups.forEach((group, g) => {
    group.sections.forEach((section, s) => {
      const at = ['groups', g, 'sections', s];
      const sum = sumDecimals(section.criteria.map((criterion) => criterion.points));
      if (differ(sum, section.points))
        complain([...at, 'points'], `${section.title}：各项之和 ${sum} 分，应为 ${section.points} 分`);
      section.criteria.forEach((criterion, c) => {
        checkCriterion(criterion, head.counts.starred, (path, message) =>
          complain([...at, 'criteria', c, ...path], `${criterion.id}：${message}`),
        );
      });
    });
    const sum = sumDecimals(group.sections.map((section) => section.points));
    if (differ(sum, group.points))
      complain(['groups', g, 'points'], `${group.title}：各类之和 ${sum} 分，应为 ${group.points} 分`);
    if (
      group.sections.some(({ criteria }) => criteria.some((c) => c.nature === 'subjective')) &&
      !group.averaging
    )
      complain(['groups', g], `${group.title}：有主观分，须给出 averaging`);
  });
  const sum = sumDecimals(scoring.groups.map((group) => group.points));
  if (differ(sum, scoring.total.points))
    complain(['total', 'points'], `各部分之和 ${sum} 分，应为 ${scoring.total.points} 分`);
  const stated = head.counts.points;
  if (stated === undefined || differ(stated, scoring.total.points))
    complain(
      ['total', 'points'],
      `总分 ${scoring.total.points} 与 tender.yaml 的 counts.points（${stated ?? '未给出'}）不符`,
    );
  checkCertificates(scoring, complain);
  const seen = new Set<string>();
  for (const { id } of criteriaOf(scoring)) {
    if (seen.has(id)) complain(['groups'], `评审因素编号 ${id} 重复`);
    seen.add(id);
  }
}
