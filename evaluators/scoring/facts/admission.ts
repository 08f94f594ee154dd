import { type Admission, beijingTime } from '../../../spec/index.ts';
import { quantityIn } from '../../arithmetic/index.ts';
import { secondsOf } from './instants.ts';
import { clear, type FactSight, hit, type Question, type Sight, unknown } from './sight.ts';
import { inTime } from './times.ts';

type Side = NonNullable<Admission['decryptionFailed']>;

const sideWords: Record<Side, string> = {
  own: '投标人自身原因',
  other: '非投标人原因',
  unknown: '原因未查明',
};

export function admissionOf({ situation, bid }: Pick<Question, 'situation' | 'bid'>): Admission | undefined {
  return situation.round.admissions.find((one) => one.bid === bid.id);
}

/** A failure on the way to the opening: the bidder’s, or a reason to suspend, or one still to be found out. */
function failure({ item }: Question, side: Side, what: string): Sight {
  const fact = `${what}（${sideWords[side]}）`;
  if (item.cause !== 'own' || side === 'own') return hit(fact);
  if (side === 'other') return { ...hit(fact), effect: 'suspend' };
  return { ...unknown(fact), pending: { what: `${fact}，须查明是哪一方的原因`, when: 'always' } };
}

const onRecord =
  (see: (question: Question, admission: Admission) => Sight): FactSight =>
  (question) => {
    const admission = admissionOf(question);
    return admission ? see(question, admission) : unknown('没有该投标人的接收与开标记录');
  };

const stated = (value: boolean | undefined, what: string): Sight =>
  value === undefined ? unknown(`未见${what}的记录`) : value ? clear(what) : hit(`未${what}`);

export const obtainedInTime = onRecord(({ situation: { tender } }, { obtainedAt, notObtained }) =>
  notObtained && !obtainedAt
    ? hit('平台记录未获取招标文件')
    : inTime(tender, ['obtainableFrom', 'obtainableUntil'], '获取招标文件', obtainedAt),
);

export const uploadedInTime = onRecord(({ situation: { tender } }, { uploadedAt }) =>
  inTime(tender, ['bidDeadline'], '上传投标文件', uploadedAt),
);

export const madeWithTool = onRecord((_, { madeWithTool: made }) =>
  stated(made, '用指定工具和本单位企业证书生成'),
);

export const sameGeneration = onRecord((_, { sameGeneration: same }) =>
  stated(same, '由同一次生成得到加密与未加密文件'),
);

export const signedInInTime = onRecord(({ situation: { tender } }, { signedInAt, noSignIn }) =>
  noSignIn && !signedInAt
    ? hit('平台记录未在线签到')
    : inTime(tender, ['bidDeadline'], '在线签到', signedInAt),
);

export const decryptedInTime = onRecord((question, { decryptedAt, decryptionFailed, imported }) => {
  const { item, situation } = question;
  if (decryptedAt === undefined) {
    if (decryptionFailed === undefined) return unknown('未见解密的记录');
    if (decryptionFailed === 'other' && item.cause === 'own' && imported)
      return clear('非投标人原因未能解密，已改用未加密文件导入');
    return failure(question, decryptionFailed, '未能解密');
  }
  const done = `解密时间 ${beijingTime(decryptedAt)}`;
  if (!item.limit) return clear(done);
  const last = secondsOf(situation.tender.dates[item.from ?? 'bidDeadline']).add(quantityIn(item.limit, 's'));
  if (secondsOf(decryptedAt).compare(last) <= 0) return clear(done);
  if (decryptionFailed === 'other' && item.cause === 'own') return clear(`${done}，逾时非投标人原因`);
  return failure(question, decryptionFailed ?? 'unknown', `${done}，已逾规定时限`);
});

export const importedFully = onRecord((question, { imported, importFailed }) => {
  if (imported) return clear('已导入开评标系统');
  if (importFailed) return failure(question, importFailed, '未能导入开评标系统');
  return imported === undefined
    ? unknown('未见导入的记录')
    : failure(question, 'unknown', '未能导入开评标系统');
});
