import { compareDecimals, type Firm, sumDecimals } from '../../../spec/index.ts';
import type { Complaints, Part, Path } from '../complaints.ts';
import { creditCodeFault } from '../credit-code.ts';
import { refuseRepeated } from '../known.ts';

type Placed = Omit<Part<unknown>, 'value'>;

/** Firms of one bid: the codes, who leads, and shares that people can have. */
export function checkFirms(
  complaints: Complaints,
  part: Placed,
  path: Path,
  firms: readonly Firm[],
  areMembers: boolean,
): void {
  refuseRepeated(complaints, part, path, firms, ({ id }) => id, '单位编号');
  refuseRepeated(complaints, part, path, firms, ({ creditCode }) => creditCode, '统一社会信用代码');
  for (const [index, firm] of firms.entries()) {
    checkCode(complaints, part, [...path, index, 'creditCode'], firm.creditCode);
    for (const kind of ['holders', 'managedBy'] as const) {
      const at = [...path, index, kind];
      const named = firm[kind] ?? [];
      for (const [order, { creditCode }] of named.entries())
        if (creditCode !== undefined) checkCode(complaints, part, [...at, order, 'creditCode'], creditCode);
      if (kind === 'holders') checkShares(complaints, part, at, named, '持股比例');
    }
  }
  checkShares(complaints, part, path, firms, areMembers ? '联合体各方份额' : '分包各方份额');
  if (!areMembers || firms.length < 2) return;
  const leaders = firms.filter(({ role }) => role === 'leader');
  if (leaders.length !== 1)
    complaints.of(
      part,
      path,
      `联合体应恰有一家牵头人，现有 ${leaders.length} 家`,
      '牵头人写 role: leader，其余写 role: member',
    );
}

function checkCode(complaints: Complaints, part: Placed, path: Path, code: string): void {
  const fault = creditCodeFault(code);
  if (fault) complaints.of(part, path, `${fault}：${code}`, '按营业执照逐位核对，用大写字母');
}

function checkShares(
  complaints: Complaints,
  part: Placed,
  path: Path,
  members: readonly { share?: string | undefined }[],
  noun: string,
): void {
  const shares = members.map(({ share }) => share).filter((share) => share !== undefined);
  for (const [index, { share }] of members.entries())
    if (share !== undefined) checkPercent(complaints, part, [...path, index, 'share'], share);
  const sum = sumDecimals(shares);
  const areAllRight = shares.every((share) => !isOutside(share));
  if (areAllRight && compareDecimals(sum, '100') > 0)
    complaints.of(part, path, `${noun}合计 ${sum}%，超过 100%`, '改正份额');
}

const isOutside = (share: string) => compareDecimals(share, '0') < 0 || compareDecimals(share, '100') > 0;

export function checkPercent(complaints: Complaints, part: Placed, path: Path, share: string): void {
  if (isOutside(share)) complaints.of(part, path, `比例 ${share}% 不在 0 与 100 之间`, '改正比例');
}
