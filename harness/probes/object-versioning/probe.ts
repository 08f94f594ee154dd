import { randomBytes } from 'node:crypto';
import type { Measurement } from '../../../spec/index.ts';
import { bucketOf, described, listVersions, openS3, type S3, sameBytes, textAt } from '../../clients/s3.ts';
import type { Probe, ProbeContext, Sighting } from '../../probe.ts';

const key = 'document.bin';
const uploads = 3;

async function enable(context: ProbeContext, s3: S3, bucket: string): Promise<boolean> {
  const body =
    '<VersioningConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Status>Enabled</Status></VersioningConfiguration>';
  const set = await s3.call({ method: 'PUT', bucket, query: { versioning: '' }, body });
  const read = await s3.call({ method: 'GET', bucket, query: { versioning: '' } });
  context.step('开启多版本并读回', `${described(set)}，${described(read)} ${textAt(read.xml, 'Status')}`);
  if (read.ok && read.root !== 'VersioningConfiguration')
    context.note(`读取多版本状态，应答为 ${described(read)}`);
  return set.ok && read.root === 'VersioningConfiguration' && textAt(read.xml, 'Status') === 'Enabled';
}

/** Version ids that the platform lists for the key; none where the call is refused or answered as something else. */
async function versionIds(context: ProbeContext, s3: S3, bucket: string): Promise<string[]> {
  const answer = await s3.call({ method: 'GET', bucket, query: { versions: '' } });
  if (answer.root !== 'ListVersionsResult') {
    context.note(`列出版本，应答为 ${described(answer)}`);
    return [];
  }
  const all = await listVersions(s3, bucket);
  return all
    .filter((version) => version.key === key && !version.deleteMarker)
    .map((version) => version.versionId);
}

/** Whether every content that was sent comes back under one of the listed versions. */
async function allComeBack(
  context: ProbeContext,
  s3: S3,
  bucket: string,
  sent: Uint8Array[],
): Promise<boolean> {
  const ids = await versionIds(context, s3, bucket);
  const contents: Uint8Array[] = [];
  for (const versionId of ids) {
    if (versionId === '') continue;
    const answer = await s3.call({ method: 'GET', bucket, key, query: { versionId } });
    if (answer.ok) contents.push(answer.body);
  }
  const back = sent.filter((body) => contents.some((content) => sameBytes(content, body))).length;
  context.step('按版本取回', `列出 ${ids.length} 个版本，取回 ${back} / ${sent.length} 份内容`);
  return back === sent.length;
}

async function gather(context: ProbeContext): Promise<Sighting> {
  const s3 = openS3(context);
  const bucket = await bucketOf(context, s3, 'ver');
  const measurements: Measurement[] = [
    { measurand: 'versioning-enabled', values: [await enable(context, s3, bucket)] },
  ];
  const sent: Uint8Array[] = [];
  for (let index = 0; index < uploads; index++) {
    const body = randomBytes(1024 + index);
    const answer = await s3.call({ method: 'PUT', bucket, key, body });
    context.step('同名上传', `第 ${index + 1} 次：${described(answer)}`);
    if (answer.ok) sent.push(body);
  }
  if (sent.length < uploads) {
    context.note('同名上传未全部被接受，无法比对历史版本');
    return { measurements };
  }
  measurements.push({
    measurand: 'versions-retrievable',
    values: [await allComeBack(context, s3, bucket, sent)],
  });

  const removed = await s3.call({ method: 'DELETE', bucket, key });
  const current = await s3.call({ method: 'GET', bucket, key });
  context.step('删除对象（不指定版本）', `${described(removed)}，随后取对象：${described(current)}`);
  if (current.code === 'NoSuchKey') {
    measurements.push({
      measurand: 'version-survives-delete',
      values: [await allComeBack(context, s3, bucket, sent)],
    });
  } else {
    context.note('删除没有生效，未能查看删除之后的历史版本');
  }
  return { measurements };
}

/** Three uploads of one name: each must come back by its version, also after a delete. */
export const probe: Probe = { id: 'object-versioning', version: 1, gather };
