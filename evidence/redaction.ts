import { formsOf } from './redaction/forms.ts';
import { maskMembers } from './redaction/members.ts';
import { isSecretName } from './redaction/names.ts';
import { mask, maskPairs, maskShapes } from './redaction/shapes.ts';

/** Takes secrets out of what is about to be kept: by typed field and shape, and by value wherever a known one shows up. */
export interface Redactor {
  /** From now on this value is masked wherever it appears, also URL-encoded, JSON-escaped or in base64. */
  learn(secret: string): void;
  text(text: string): string;
  header(name: string, value: string): string;
  url(url: string): string;
  /** Masks secret members of a JSON, form, XML or multipart body, then known values. */
  body(body: string): string;
  /** Bytes of a file: text as text, other bytes by known values only, at their own length. */
  bytes(mediaType: string, bytes: Uint8Array | string): Uint8Array;
  /** Learns what the secret fields of headers hold, so that a peer who echoes them gains nothing. */
  learnHeaders(headers: Readonly<Record<string, string>>): void;
  /** Every string of a structure cleaned by known values and shapes; digests and instants stay. */
  data<T>(data: T): T;
}

const textual =
  /^(text\/|application\/([\w.+-]*\+)?(json|xml|x-ndjson|yaml|javascript|x-www-form-urlencoded))/i;
const clipped = /…（共 \d+ 字节，仅留存前 \d+ 字节）$/;
const structural = /^(sha256|sm3):[0-9a-f]{64}$|^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/;

/** Found by its field it is masked anyway; worth knowing elsewhere only if it is no ordinary word. */
const isDistinct = (value: string): boolean =>
  value.length <= 16_384 &&
  (value.length >= 20 || (value.length >= 8 && /\d/.test(value) && /[a-z]/i.test(value)));

/** `Basic dTpw` holds a name and a password, `AWS4-HMAC-SHA256 ...` a signature, a cookie its values. */
function secretsInHeader(name: string, value: string): string[] {
  const scheme = /^(\w[\w-]*)\s+(\S+)$/.exec(value);
  if (scheme?.[1]?.toLowerCase() === 'basic') {
    const [, ...password] = Buffer.from(scheme[2]!, 'base64').toString('utf8').split(':');
    return [scheme[2]!, password.join(':')];
  }
  if (scheme) return [scheme[2]!];
  // One per request: masked by its shape, or each of a thousand requests would be remembered.
  if (/^AWS/.test(value)) return [];
  if (/cookie/i.test(name)) return value.split(/[;,]\s*/).map((pair) => pair.replace(/^[^=]*=/, ''));
  return [value];
}

const inText = (bytes: Uint8Array | string): string =>
  typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('utf8');

export function createRedactor(): Redactor {
  const known = new Set<string>();
  let forms: string[] = [];
  const keep = (secret: string) => {
    if (known.has(secret)) return;
    known.add(secret);
    forms = [...new Set([...forms, ...formsOf(secret)])].sort((a, b) => b.length - a.length);
  };
  const tell = (secret: string) => {
    if (isDistinct(secret) && !secret.includes(mask)) keep(secret);
  };
  const byValue = (value: string): string => {
    let clean = value;
    for (const form of forms) if (clean.includes(form)) clean = clean.replaceAll(form, mask);
    return clean;
  };
  /** Where a body was cut off, the first half of a secret may be its end. */
  const withoutTorn = (value: string): string => {
    for (const form of forms)
      for (let length = form.length - 1; length >= 4; length--)
        if (value.endsWith(form.slice(0, length))) return value.slice(0, -length) + mask;
    return value;
  };
  const text = (value: string): string => {
    const clean = byValue(maskShapes(value, tell));
    return clean.includes('…') ? clean.replace(/[^…]+(?=…)/g, withoutTorn) : clean;
  };
  const inBytes = (bytes: Uint8Array | string): Buffer => {
    const copy = typeof bytes === 'string' ? Buffer.from(bytes) : Buffer.from(bytes);
    for (const form of forms) {
      const wanted = Buffer.from(form);
      for (let at = copy.indexOf(wanted); at >= 0; at = copy.indexOf(wanted, at + wanted.length))
        copy.fill('*', at, at + wanted.length);
    }
    return copy;
  };
  /** Undefined when it is no JSON; byte for byte the same when nothing had to go. */
  const asJson = (value: string): string | undefined => {
    if (!/^\s*[[{"]/.test(value)) return undefined;
    let parsed: unknown;
    try {
      parsed = JSON.parse(value);
    } catch {
      return undefined;
    }
    const clean = maskMembers(parsed, { tell, text });
    if (JSON.stringify(clean) === JSON.stringify(parsed)) return byValue(value);
    const indent = /^\s*[[{]\r?\n( +)/.exec(value)?.[1]?.length;
    return byValue(JSON.stringify(clean, null, indent)) + (/\n$/.exec(value)?.[0] ?? '');
  };
  const document = (value: string): string =>
    asJson(value) ??
    (/^\s*[[{]/.test(value)
      ? value
          .split('\n')
          .map((line) => asJson(line) ?? text(line))
          .join('\n')
      : text(value));
  const body = (value: string): string => {
    const end = clipped.exec(value)?.[0];
    if (end !== undefined) return withoutTorn(body(value.slice(0, -end.length))) + end;
    if (/^base64:[A-Za-z0-9+/=]*$/.test(value))
      return `base64:${inBytes(Buffer.from(value.slice(7), 'base64')).toString('base64')}`;
    const json = asJson(value);
    if (json !== undefined) return json;
    return text(/^[^\s=&<>{}]+=[^\s<>{}]*$/.test(value) ? maskPairs(value, tell) : value);
  };
  const data = (value: unknown): unknown => {
    if (typeof value === 'string') return structural.test(value) ? value : text(value);
    if (Array.isArray(value)) return value.map(data);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, data(member)]));
  };
  return {
    learn(secret) {
      // Shorter values would mask ordinary words; a secret that short is refused where it is read.
      if (secret.length >= 4) keep(secret);
    },
    text,
    header: (name, value) => (isSecretName(name) ? mask : text(value)),
    url(url) {
      const [path, query] = url.split(/\?(.*)/s, 2);
      return text(query === undefined ? url : `${path}?${maskPairs(query, tell)}`);
    },
    body,
    bytes: (mediaType, bytes) =>
      textual.test(mediaType) ? Buffer.from(document(inText(bytes))) : inBytes(bytes),
    learnHeaders(headers) {
      for (const [name, value] of Object.entries(headers))
        if (isSecretName(name)) for (const secret of secretsInHeader(name, value)) tell(secret);
    },
    data: <T>(value: T) => data(value) as T,
  };
}
