import type { Defect } from '../defect.ts';

const operations = (...measurands: string[]) => ({ probe: 'object-operations', measurands });
const versioning = (...measurands: string[]) => ({ probe: 'object-versioning', measurands });
const lifecycle = (...measurands: string[]) => ({ probe: 'object-lifecycle', measurands });
const buckets = (...measurands: string[]) => ({ probe: 'object-bucket-quota', measurands });
const protocols = (...measurands: string[]) => ({ probe: 'object-protocols', measurands });

/** Every deviation of the stand-in's object store. */
export const s3Defects: Defect[] = [
  { name: 's3-upload-refused', title: '中文名称的对象拒绝上传', turns: [operations('uploaded')] },
  {
    name: 's3-object-corrupted',
    title: '较大对象下载内容与上传不一致',
    turns: [operations('downloaded-identical', 'shared', 'share-expires')],
  },
  { name: 's3-list-incomplete', title: '对象列表缺项', turns: [operations('listed')] },
  { name: 's3-delete-ignored', title: '删除后仍可取得对象', turns: [operations('deleted')] },
  {
    name: 's3-share-refused',
    title: '不支持限时链接',
    turns: [operations('shared', 'share-expires'), protocols('http-access', 'https-access')],
  },
  { name: 's3-share-never-expires', title: '共享链接期满后仍有效', turns: [operations('share-expires')] },
  { name: 's3-anonymous-read', title: '未签名也可读取对象', turns: [operations('unsigned-refused')] },
  {
    name: 's3-versioning-ignored',
    title: '多版本设置被接受但不生效',
    turns: [versioning('versioning-enabled', 'versions-retrievable', 'version-survives-delete')],
  },
  {
    name: 's3-version-id-ignored',
    title: '按版本号取回的总是最新版本',
    turns: [versioning('versions-retrievable', 'version-survives-delete')],
  },
  {
    name: 's3-versions-lost-on-delete',
    title: '删除对象时历史版本一并丢失',
    turns: [versioning('version-survives-delete')],
  },
  {
    name: 's3-lifecycle-ignored',
    title: '生命周期规则已保存但不执行',
    turns: [lifecycle('expired-object-deleted')],
  },
  {
    name: 's3-lifecycle-unsupported',
    title: '不支持生命周期规则，读取时答以对象列表',
    turns: [lifecycle('rule-stored', 'expired-object-deleted', 'other-object-kept')],
  },
  {
    name: 's3-lifecycle-overreaches',
    title: '生命周期规则误删不受影响的对象',
    turns: [lifecycle('other-object-kept')],
  },
  {
    name: 's3-bucket-create-refused',
    title: '租户不能通过接口创建桶',
    turns: [
      buckets('bucket-created', 'bucket-listed', 'bucket-deleted', 'quota-stored', 'quota-enforced'),
      operations(
        'uploaded',
        'downloaded-identical',
        'listed',
        'deleted',
        'shared',
        'share-expires',
        'unsigned-refused',
      ),
      versioning('versioning-enabled', 'versions-retrievable', 'version-survives-delete'),
      lifecycle('rule-stored', 'expired-object-deleted', 'other-object-kept'),
      protocols('sdk-round-trip', 'rest-round-trip', 'http-access', 'https-access'),
    ],
  },
  { name: 's3-bucket-list-incomplete', title: '桶列表缺少最新的桶', turns: [buckets('bucket-listed')] },
  { name: 's3-bucket-delete-ignored', title: '删除桶后桶仍在', turns: [buckets('bucket-deleted')] },
  { name: 's3-quota-unsupported', title: '不支持桶配额', turns: [buckets('quota-stored', 'quota-enforced')] },
  { name: 's3-quota-not-enforced', title: '桶配额已保存但不执行', turns: [buckets('quota-enforced')] },
  { name: 's3-sdk-refused', title: '拒绝 SDK 附带的参数', turns: [protocols('sdk-round-trip')] },
  { name: 's3-range-wrong', title: '按范围读取的内容错位', turns: [protocols('rest-round-trip')] },
  { name: 's3-http-upload-refused', title: 'http 链接拒绝上传', turns: [protocols('http-access')] },
  { name: 's3-https-upload-refused', title: 'https 拒绝上传', turns: [protocols('https-access')] },
];
