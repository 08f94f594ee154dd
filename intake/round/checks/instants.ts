import type { Part, Path } from '../complaints.ts';
import type { Scope } from './scope.ts';

type Moment = string | undefined;

/** Complains where something is said to have come before what it follows. Being late is for the review to say. */
export function checkInstants(scope: Scope): void {
  const { parts, tender, complaints } = scope;
  const opening = parts.round?.value.opening;
  const follows = (
    part: Omit<Part<unknown>, 'value'>,
    path: Path,
    [laterName, later]: [string, Moment],
    [earlierName, earlier]: [string, Moment],
  ) => {
    if (later !== undefined && earlier !== undefined && Date.parse(later) < Date.parse(earlier))
      complaints.of(
        part,
        path,
        `${laterName} ${later} 早于${earlierName} ${earlier}`,
        '核对两处时刻，改正抄错的一处',
      );
  };
  const opened: [string, Moment] = ['开标', opening?.startedAt ?? tender.dates.opening];
  const deadline: [string, Moment] = ['投标截止', tender.dates.bidDeadline];

  if (parts.round && opening) {
    follows(parts.round, ['opening', 'startedAt'], ['开标', opening.startedAt], deadline);
    follows(parts.round, ['opening', 'endedAt'], ['开标结束', opening.endedAt], opened);
    for (const [index, fault] of (opening.faults ?? []).entries())
      follows(
        parts.round,
        ['opening', 'faults', index, 'resumedAt'],
        ['恢复', fault.resumedAt],
        ['故障', fault.at],
      );
  }
  for (const [index, one] of (parts.admission?.value ?? []).entries()) {
    const part = parts.admission!;
    follows(part, [index, 'decryptedAt'], ['解密', one.decryptedAt], ['上传', one.uploadedAt]);
    follows(part, [index, 'uploadedAt'], ['上传', one.uploadedAt], ['获取招标文件', one.obtainedAt]);
    follows(part, [index, 'withdrawnAt'], ['撤回', one.withdrawnAt], ['最后一次上传', one.uploadedAt]);
  }
  for (const part of parts.sheets) {
    follows(part, ['confirmedAt'], ['评分确认', part.value.confirmedAt], opened);
    for (const [index, { at }] of (part.value.corrections ?? []).entries())
      follows(part, ['corrections', index, 'at'], ['更正评分', at], opened);
  }
  for (const [index, { at }] of (parts.signing?.value.signed ?? []).entries())
    follows(parts.signing!, ['signed', index, 'at'], ['签署', at], opened);

  const part = parts.proceedings;
  if (!part) return;
  const { clarifications, corrections, lowPrice, resolutions, draw, purchaserOrder, stop } = part.value;
  for (const section of ['qualification', 'compliance', 'collusion', 'deductions'] as const) {
    const record = part.value[section];
    follows(part, [section, 'at'], ['审查', record?.at], opened);
    for (const [index, { at }] of (record?.findings ?? []).entries())
      follows(part, [section, 'findings', index, 'at'], ['认定', at], opened);
  }
  for (const [index, one] of (clarifications ?? []).entries()) {
    const path = ['clarifications', index];
    follows(part, [...path, 'askedAt'], ['澄清要求', one.askedAt], opened);
    follows(part, [...path, 'reply', 'at'], ['答复', one.reply?.at], ['澄清要求', one.askedAt]);
  }
  for (const [index, { at }] of (corrections ?? []).entries())
    follows(part, ['corrections', index, 'at'], ['报价确认', at], opened);
  for (const [index, one] of (lowPrice ?? []).entries()) {
    const path = ['lowPrice', index];
    const asked: [string, Moment] = ['要求说明', one.askedAt];
    follows(part, [...path, 'askedAt'], asked, opened);
    follows(part, [...path, 'answerBy'], ['说明期限', one.answerBy], asked);
    follows(part, [...path, 'explanation', 'at'], ['说明', one.explanation?.at], asked);
  }
  for (const [index, { at }] of (resolutions ?? []).entries())
    follows(part, ['resolutions', index, 'at'], ['决议', at], opened);
  follows(part, ['draw', 'at'], ['抽签', draw?.at], opened);
  follows(part, ['purchaserOrder', 'at'], ['采购人确定', purchaserOrder?.at], opened);
  follows(part, ['stop', 'resumedAt'], ['恢复', stop?.resumedAt], ['中止', stop?.at]);
}
