import { createHash } from 'node:crypto';
import { described, elementsAt, type S3, textAt } from '../../clients/s3.ts';
import type { ProbeContext } from '../../probe.ts';

export const expiringPrefix = 'expire/';

const document = (days: number, filter: string) =>
  '<LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Rule>' +
  `<ID>expire-by-age</ID>${filter}<Status>Enabled</Status><Expiration><Days>${days}</Days></Expiration>` +
  '</Rule></LifecycleConfiguration>';

/** The rule as meant, wherever the platform wrote its prefix. */
function isOurs(rule: Record<string, unknown>, days: number): boolean {
  const prefix =
    textAt(rule, 'Filter', 'Prefix') || textAt(rule, 'Filter', 'And', 'Prefix') || textAt(rule, 'Prefix');
  return (
    prefix === expiringPrefix &&
    textAt(rule, 'Status') === 'Enabled' &&
    Number(textAt(rule, 'Expiration', 'Days')) === days
  );
}

/**
 * Sets the rule and reads it back. False when it is refused, or when what comes back is not that one rule;
 * a 200 proves nothing, for some stores answer an unknown subresource with the bucket's listing.
 */
export async function storeRule(context: ProbeContext, s3: S3, bucket: string): Promise<boolean> {
  const days = Number(context.inputs.days);
  const query = { lifecycle: '' };
  // The older form, with the prefix in the rule itself, is all that some stores read.
  const forms = [`<Filter><Prefix>${expiringPrefix}</Prefix></Filter>`, `<Prefix>${expiringPrefix}</Prefix>`];
  let accepted = false;
  for (const form of forms) {
    const body = document(days, form);
    const headers = {
      'content-type': 'application/xml',
      'content-md5': createHash('md5').update(body).digest('base64'),
    };
    const answer = await s3.call({ method: 'PUT', bucket, query, headers, body });
    context.step('设置生命周期规则', `前缀 ${expiringPrefix}，${days} 天：${described(answer)}`);
    accepted = answer.ok;
    if (accepted) break;
    context.note(`设置生命周期规则被拒绝：${described(answer)}`);
  }
  const read = await s3.call({ method: 'GET', bucket, query });
  const rules = read.root === 'LifecycleConfiguration' ? elementsAt(read.xml, 'Rule') : [];
  context.step('读回生命周期规则', `${described(read)}，${rules.length} 条规则`);
  if (read.ok && read.root !== 'LifecycleConfiguration') {
    context.note(`读取生命周期规则，应答为 ${described(read)}，不是规则`);
  }
  return accepted && rules.length === 1 && rules.every((rule) => isOurs(rule, days));
}
