import { type Freeze, printBasis, type RoundHead, type Tender } from '../../spec/index.ts';
import { digestOfJson } from '../../spec/load/index.ts';
import type { Path } from './complaints.ts';

/** The digest of the tender's data under its picks: what stands after `+` names readings. */
const tenderDigest = (tender: Tender) => tender.digest.split('+')[0]!;

function frozenReadings(head: RoundHead, tender: Tender): Freeze['readings'] {
  return tender.readings.map((reading) => {
    const chosen = head.readings?.find(({ id }) => id === reading.id);
    const basis = printBasis(chosen?.basis ?? reading.basis);
    const digest = chosen?.basis?.digest;
    return {
      id: reading.id,
      option: chosen?.option ?? reading.pick,
      basis: digest === undefined ? basis : `${basis}（${digest}）`,
    };
  });
}

/**
 * What is fixed before the opening: mode, tender and every reading with its basis, under a digest of its own.
 * `tender` is loaded with its picks, as for `readRound`; `frozenAt` is ISO 8601 with offset.
 */
export function freezeOf(head: RoundHead, tender: Tender, frozenAt: string): Freeze {
  const frozen = {
    round: head.id,
    mode: head.mode,
    tender: { id: tender.id, digest: tenderDigest(tender) },
    readings: frozenReadings(head, tender),
    frozenAt,
  };
  return { ...frozen, digest: digestOfJson(frozen) };
}

export interface FreezeMismatch {
  /** Within the record of the freeze. */
  path: Path;
  message: string;
  remedy: string;
}

/** Where a freeze and a round part; nothing if the round is held as it was frozen. */
export function checkFreeze(freeze: Freeze, head: RoundHead, tender: Tender): FreezeMismatch[] {
  const found: FreezeMismatch[] = [];
  const differs = (path: Path, message: string, remedy: string) => found.push({ path, message, remedy });
  const restore = '恢复为冻结时的内容，或在投标截止前重新冻结';
  const { digest, ...rest } = freeze;
  if (digest !== digestOfJson(rest))
    differs(['digest'], '冻结记录的摘要与其内容不符，内容可能被改动', '取回原冻结记录');
  if (freeze.round !== head.id)
    differs(['round'], `冻结的评审项目是 ${freeze.round}，现为 ${head.id}`, restore);
  if (freeze.mode !== head.mode)
    differs(['mode'], `冻结时的方式是 ${freeze.mode}，现为 ${head.mode}`, restore);
  if (freeze.tender.id !== tender.id)
    differs(['tender', 'id'], `冻结的招标规格是 ${freeze.tender.id}，现为 ${tender.id}`, restore);
  else if (freeze.tender.digest !== tenderDigest(tender))
    differs(['tender', 'digest'], '招标规格的数据在冻结后有变动', restore);
  const now = new Map(frozenReadings(head, tender).map((reading) => [reading.id, reading]));
  for (const [index, reading] of freeze.readings.entries()) {
    const current = now.get(reading.id);
    now.delete(reading.id);
    if (!current) differs(['readings', index], `招标规格中已没有读法 ${reading.id}`, restore);
    else if (current.option !== reading.option)
      differs(
        ['readings', index, 'option'],
        `读法 ${reading.id} 冻结为 ${reading.option}，现选 ${current.option}`,
        restore,
      );
    else if (current.basis !== reading.basis)
      differs(['readings', index, 'basis'], `读法 ${reading.id} 的依据在冻结后有变动`, restore);
  }
  for (const id of now.keys()) differs(['readings'], `读法 ${id} 没有冻结`, restore);
  // A rehearsal may be frozen at any time; nobody's bid hangs on it.
  if (head.mode !== 'rehearsal' && !(Date.parse(freeze.frozenAt) < Date.parse(tender.dates.bidDeadline)))
    differs(
      ['frozenAt'],
      `冻结时刻 ${freeze.frozenAt} 不早于投标截止 ${tender.dates.bidDeadline}`,
      '开标后不能再冻结；以演练（rehearsal）方式进行',
    );
  return found;
}
