import { beijingDay } from '../calendar-day.ts';
import { attestationsInForce, sameTitle } from './attestation.ts';
import type { RegisteredLaboratory } from './instrument.ts';
import type { Tier } from './observation.ts';
import type { RunRecord } from './run-record.ts';
import type { ImportedResult } from './tool-result.ts';

type Known = Pick<RunRecord, 'attestations' | 'instruments'>;
/** What a claim rests on, or why it rests on nothing. */
type Ground = { basis: string } | { why: string };

function onRegister({ name, certificate }: RegisteredLaboratory, day: string): Ground {
  const { number, issuer, issuedOn, validUntil } = certificate;
  if (issuedOn !== undefined && issuedOn > day)
    return { why: `${name}的资质证书 ${number} 自 ${issuedOn} 起，晚于结果产生之日` };
  if (validUntil < day) return { why: `${name}的资质证书 ${number} 已于 ${validUntil} 到期` };
  return { basis: `登记所列机构，资质证书 ${number}（${issuer}，至 ${validUntil}）` };
}

function byReport(laboratory: string, id: string, { attestations = [] }: Known, day: string): Ground {
  if (!attestations.some((one) => one.id === id)) return { why: `没有审查记录 ${id}` };
  const examination = attestationsInForce(attestations).find((one) => one.id === id);
  if (examination?.type !== 'examination') return { why: `${id} 已被替代，或不是材料审查记录` };
  if (examination.opinion !== 'meets' || (examination.examinedBy?.length ?? 0) === 0)
    return { why: `审查记录 ${id} 没有审查人，或审查意见不是符合` };
  const reports = examination.documents.filter(
    ({ kind, issuer }) =>
      kind === 'third-party-report' && issuer !== undefined && sameTitle(issuer, laboratory),
  );
  if (reports.length === 0) return { why: `审查记录 ${id} 中没有${laboratory}出具的第三方检测报告` };
  const whole = reports.filter(({ number, sealed }) => number !== undefined && sealed === true);
  if (whole.length === 0) return { why: `审查记录 ${id} 中的检测报告没有编号或没有盖章` };
  const report = whole.find(
    ({ validUntil, issuedOn }) =>
      (validUntil === undefined || validUntil === '长期' || validUntil >= day) &&
      (issuedOn === undefined || issuedOn <= day),
  );
  return report
    ? { basis: `第三方检测报告 ${report.number}（${report.issuer}），审查记录 ${id}` }
    : { why: `审查记录 ${id} 中的检测报告不在有效期内` };
}

/**
 * From what tier a result that was taken in may speak, and why. A laboratory's name alone is a declaration: it counts as
 * a third party only where the register lists it with a certificate that held on the day of the result, or where its
 * numbered and sealed report was examined and held sufficient.
 */
export function standingOfImport(
  { laboratory, report, observation }: ImportedResult,
  known: Known,
  asOf: string,
): { tier: Extract<Tier, 'third-party' | 'declared-on-paper'>; basis: string } {
  if (laboratory === undefined) return { tier: 'declared-on-paper', basis: '没有指明出具机构' };
  const listed = (known.instruments?.laboratories ?? []).filter(({ name }) => sameTitle(name, laboratory));
  const grounds = [
    ...listed.map((one) => onRegister(one, beijingDay(observation.window.to))),
    ...(report === undefined ? [] : [byReport(laboratory, report, known, beijingDay(asOf))]),
  ];
  for (const ground of grounds) if ('basis' in ground) return { tier: 'third-party', basis: ground.basis };
  const why = grounds.flatMap((ground) => ('why' in ground ? [ground.why] : []));
  return {
    tier: 'declared-on-paper',
    basis: `称由${laboratory}出具，但${why.length > 0 ? why.join('；') : '登记中没有该机构，也没有指明其检测报告'}`,
  };
}
