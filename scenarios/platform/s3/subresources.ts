import { type Answer, notImplemented, problem, xml } from './answer.ts';
import { listObjects } from './listing.ts';
import type { Bucket, LifecycleRule } from './store.ts';
import { parseRoot } from './xml.ts';

const malformed = problem(
  400,
  'MalformedXML',
  'The XML you provided was not well-formed or did not validate.',
);
const done: Answer = { status: 200 };
const fields = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** `?versioning`; `ignored` is a deviation that accepts and forgets. */
export function versioning(bucket: Bucket, method: string, body: string, ignored: boolean): Answer {
  if (method === 'GET') {
    return xml('VersioningConfiguration', {
      Status: bucket.versioning === '' ? undefined : bucket.versioning,
    });
  }
  const status = parseRoot(body, 'VersioningConfiguration')?.Status;
  if (method !== 'PUT' || (status !== 'Enabled' && status !== 'Suspended')) return malformed;
  if (!ignored) bucket.versioning = status;
  return done;
}

function readRule(value: unknown): LifecycleRule | undefined {
  const rule = fields(value);
  const filter = rule.Filter === undefined ? undefined : fields(rule.Filter);
  const prefix = filter === undefined ? rule.Prefix : (filter.Prefix ?? '');
  const days = Number(fields(rule.Expiration).Days);
  if (typeof prefix !== 'string' || !Number.isInteger(days) || days < 1) return undefined;
  if (rule.Status !== 'Enabled' && rule.Status !== 'Disabled') return undefined;
  return {
    id: String(rule.ID ?? 'rule'),
    prefix,
    days,
    enabled: rule.Status === 'Enabled',
    plainPrefix: filter === undefined,
  };
}

/** `?lifecycle`: expiry by age in days, by prefix. `unsupported` is a deviation: refuses, and lists the bucket instead. */
export function lifecycle(bucket: Bucket, method: string, body: string, unsupported: boolean): Answer {
  if (unsupported) return method === 'GET' ? listObjects(bucket, new URLSearchParams(), false) : malformed;
  if (method === 'DELETE') {
    delete bucket.rules;
    return { status: 204 };
  }
  if (method === 'GET') {
    if (!bucket.rules) {
      return problem(404, 'NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist.');
    }
    return xml('LifecycleConfiguration', {
      Rule: bucket.rules.map((rule) => ({
        ID: rule.id,
        ...(rule.plainPrefix ? { Prefix: rule.prefix } : { Filter: { Prefix: rule.prefix } }),
        Status: rule.enabled ? 'Enabled' : 'Disabled',
        Expiration: { Days: rule.days },
      })),
    });
  }
  const given = parseRoot(body, 'LifecycleConfiguration')?.Rule;
  const rules = (Array.isArray(given) ? given : []).map(readRule);
  if (rules.length === 0 || rules.some((rule) => rule === undefined)) return malformed;
  bucket.rules = rules as LifecycleRule[];
  return done;
}

/** `?quota` as OBS has it: bytes for the whole bucket, 0 for none. */
export function quota(bucket: Bucket, method: string, body: string, unsupported: boolean): Answer {
  if (unsupported) return notImplemented('quota');
  if (method === 'GET') return xml('Quota', { StorageQuota: bucket.quota });
  const bytes = Number(parseRoot(body, 'Quota')?.StorageQuota);
  if (method !== 'PUT' || !Number.isInteger(bytes) || bytes < 0) return malformed;
  bucket.quota = bytes;
  return done;
}
