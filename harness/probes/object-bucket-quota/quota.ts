import { Fault, type ObjectStorageComponent, type OpenstackComponent } from '../../../spec/index.ts';
import { endpointOf } from '../../clients/openstack/catalogue.ts';
import { signIn } from '../../clients/openstack/session.ts';
import { described, type S3, textAt } from '../../clients/s3.ts';
import type { ProbeContext } from '../../probe.ts';

/** One way to set a bucket's quota in bytes and to read it back; both answer undefined for a clear refusal. */
export interface QuotaDialect {
  set(bucket: string, bytes: number): Promise<true | undefined>;
  read(bucket: string): Promise<number | undefined>;
}

function obs(context: ProbeContext, s3: S3): QuotaDialect {
  const query = { quota: '' };
  return {
    async set(bucket, bytes) {
      const body = `<Quota xmlns="http://obs.myhwclouds.com/doc/2015-06-30/"><StorageQuota>${bytes}</StorageQuota></Quota>`;
      const answer = await s3.call({ method: 'PUT', bucket, query, body });
      context.step('设置桶配额（OBS）', `${bytes} 字节：${described(answer)}`);
      return answer.ok ? true : undefined;
    },
    async read(bucket) {
      const answer = await s3.call({ method: 'GET', bucket, query });
      const text = answer.root === 'Quota' ? textAt(answer.xml, 'StorageQuota') : '';
      context.step('读回桶配额（OBS）', `${described(answer)} ${text}`);
      return /^\d+$/.test(text) ? Number(text) : undefined;
    },
  };
}

/** Swift keeps the quota as a container's metadata, behind a keystone token. */
async function swift(context: ProbeContext, account: string | undefined): Promise<QuotaDialect | undefined> {
  const sibling = context.sibling('openstack') as OpenstackComponent | undefined;
  if (!sibling) {
    context.note('桶配额接口为 swift，但目标文件没有云管理接口部件可供登录，配额未测');
    return undefined;
  }
  const session = await signIn(context.http, sibling, context.secret(sibling.credentials.password));
  const listed = endpointOf(session.catalogue, 'object-store', {
    region: sibling.region,
    interface: sibling.interface,
    projectId: session.projectId,
  });
  const base = (account ?? listed)?.replace(/\/+$/, '');
  if (base === undefined) {
    context.note('桶配额接口为 swift，但目标文件与服务目录都没有给出对象存储账户地址，配额未测');
    return undefined;
  }
  const header = 'x-container-meta-quota-bytes';
  const ask = async (method: 'POST' | 'HEAD', bucket: string, headers: Record<string, string>) => {
    const url = `${base}/${bucket}`;
    const answer = await context.http.request({
      method,
      url,
      headers: { 'x-auth-token': session.token, ...headers },
    });
    const where = `${method} ${url}：HTTP ${answer.status}`;
    if (answer.status === 401 || answer.status === 403) throw new Fault('TARGET_UNAUTHORISED', where);
    if (answer.status === 404) throw new Fault('TARGET_PREREQUISITE', `${where}，该账户地址下没有测试桶`);
    if (answer.status >= 500 && answer.status !== 501) throw new Fault('TARGET_STATUS', where);
    return answer;
  };
  return {
    async set(bucket, bytes) {
      const answer = await ask('POST', bucket, { [header]: String(bytes) });
      context.step('设置桶配额（Swift）', `${bytes} 字节：HTTP ${answer.status}`);
      return answer.status >= 200 && answer.status < 300 ? true : undefined;
    },
    async read(bucket) {
      const answer = await ask('HEAD', bucket, {});
      const text = answer.headers[header] ?? '';
      context.step('读回桶配额（Swift）', `HTTP ${answer.status} ${text}`);
      return /^\d+$/.test(text) ? Number(text) : undefined;
    },
  };
}

/** The dialect that the target file declares; undefined, with a note, when it declares none that can be spoken. */
export async function quotaDialectOf(context: ProbeContext, s3: S3): Promise<QuotaDialect | undefined> {
  const { quotaDialect, quotaEndpoint } = (context.component as ObjectStorageComponent).options ?? {};
  if (quotaDialect === 'obs') return obs(context, s3);
  if (quotaDialect !== 'swift') {
    context.note('目标文件未声明桶配额接口（options.quotaDialect），配额未测');
    return undefined;
  }
  return swift(context, quotaEndpoint);
}
