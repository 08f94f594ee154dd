import { isSecretName } from './names.ts';

export const mask = '[已隐去]';

type Replace = (text: string) => string;
const name = '[A-Za-z][\\w.:-]{0,80}';

/** Says of a secret that was found by its field what it was, so that it is known from then on. */
export type Tell = (secret: string) => void;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** `a=1&token=x`: members with a secret name are masked; the rest stays byte for byte. */
export function maskPairs(pairs: string, tell: Tell): string {
  return pairs.replace(/([^&=?#\s]+)=([^&#\s]*)/g, (all, key: string, value: string) => {
    if (value === '' || value === mask || !isSecretName(decoded(key))) return all;
    tell(decoded(value));
    return `${key}=${mask}`;
  });
}

const urls = /\b([a-z][a-z0-9+.-]{1,15}:\/\/)([^\s"'<>\\，；（）。]+)/gi;

/** Userinfo and secret query or fragment members of every address in a text. */
export function maskUrls(text: string, tell: Tell): string {
  return text.replace(urls, (_, scheme: string, rest: string) => {
    const end = rest.search(/[/?#]/);
    const authority = end < 0 ? rest : rest.slice(0, end);
    const tail = end < 0 ? '' : rest.slice(end);
    const at = authority.lastIndexOf('@');
    if (at > 0) for (const part of authority.slice(0, at).split(':')) tell(decoded(part));
    const host = at < 0 ? authority : `${mask}@${authority.slice(at + 1)}`;
    const start = tail.search(/[?#]/);
    const query = start < 0 ? '' : tail.slice(start).replaceAll('&amp;', '&');
    return `${scheme}${host}${start < 0 ? tail : tail.slice(0, start) + maskPairs(query, tell)}`;
  });
}

/** A header line or a member in plain text: `X-Auth-Token: v`, `"password": "v"`, `pwd='v'`, `secret=v`. */
function maskNamed(text: string, tell: Tell): string {
  const quoted = new RegExp(
    `((?:\\\\*["'])?)(${name})\\1(\\s*[:=：]\\s*)(\\\\*["'])((?:(?!\\4)[\\s\\S]){1,8192}?)(\\4|$)`,
    'g',
  );
  const bare = new RegExp(
    `(^|[\\s{(\\[,;&|>])(${name})(\\s{0,3}[:=：][ \\t]{0,3})([^\\s"'&,;<>{}\\[\\]，；]{1,8192})`,
    'g',
  );
  const line = /(^|[\r\n])([A-Za-z][\w-]{0,80})(:[ \t]*)([^\r\n]{1,16384})/g;
  const hide =
    (keep: (...parts: string[]) => string): ((all: string, ...parts: string[]) => string) =>
    (all, ...parts) => {
      if (!isSecretName(parts[1]!)) return all;
      return keep(...parts);
    };
  return text
    .replace(
      line,
      hide((before, key, colon, value) => {
        if (value !== mask) tell(value!.trim());
        return `${before}${key}${colon}${mask}`;
      }),
    )
    .replace(
      quoted,
      (all, q: string, key: string, colon: string, open: string, value: string, close: string) => {
        if (!isSecretName(key) || value === mask) return all;
        tell(value);
        return `${q}${key}${q}${colon}${open}${mask}${close}`;
      },
    )
    .replace(
      bare,
      hide((before, key, colon, value) => {
        if (value!.startsWith(mask.slice(0, 3))) return `${before}${key}${colon}${value}`;
        tell(value!);
        return `${before}${key}${colon}${mask}`;
      }),
    );
}

function maskXml(text: string, tell: Tell): string {
  return text.replace(
    /<((?:[\w.-]+:)?[\w.-]+)(\s[^<>]*)?>([^<]+)(?=<|$)/g,
    (all, tag: string, attributes: string | undefined, value: string) => {
      if (!isSecretName(tag) || value.trim() === '' || value === mask) return all;
      tell(value.trim());
      return `<${tag}${attributes ?? ''}>${mask}`;
    },
  );
}

/** One part of a form: everything between its head and the next boundary. */
function maskMultipart(text: string, tell: Tell): string {
  return text.replace(
    /(Content-Disposition:\s*form-data;[^\r\n]*?\bname="?([^"\r\n;]+)"?[^\r\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\n)([\s\S]*?)(?=\r?\n--|$)/gi,
    (all, head: string, field: string, value: string) => {
      if (!isSecretName(field) || value === '') return all;
      tell(value);
      return `${head}${mask}`;
    },
  );
}

const byShape: readonly Replace[] = [
  (text) =>
    text.replace(
      /-----BEGIN ([A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?)-----[\s\S]*?(?:-----END \1-----|$)/g,
      `-----BEGIN $1-----${mask}`,
    ),
  // JWT and JWE: three or five parts, the first two begin with {" in base64url.
  (text) => text.replace(/\beyJ[\w-]{5,}\.[\w-]{2,}(?:\.[\w-]*){0,3}/g, mask),
  (text) =>
    text.replace(
      /\b(Bearer|Basic|Negotiate|Token)([ +]|%20)(?=[\w+/.=~-]*\d|[\w+/.=~-]{16})[\w+/.=~-]{8,}/g,
      `$1$2${mask}`,
    ),
  // Keystone's Fernet tokens, key ids of the AWS form, and a signature with its credential.
  (text) => text.replace(/\bgAAAAA[\w-]{20,}={0,2}/g, mask),
  (text) => text.replace(/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g, mask),
  (text) => text.replace(/\b(Credential|Signature)=[^\s,;&"'<>]+/g, `$1=${mask}`),
  // A secret key of the AWS form: forty characters of base64 that mix all three sorts.
  (text) =>
    text.replace(
      /(?<![\w/+=.-])(?=[a-z0-9/+]*[A-Z])(?=[A-Z0-9/+]*[a-z])(?=[A-Za-z/+]*\d)[A-Za-z0-9/+]{40}(?![\w/+=.-])/g,
      mask,
    ),
];

/** Everything in a text that is a secret by the field in which it stands or by its shape. */
export function maskShapes(text: string, tell: Tell): string {
  let clean = maskUrls(text, tell);
  clean = maskNamed(maskXml(maskMultipart(clean, tell), tell), tell);
  for (const replace of byShape) clean = replace(clean);
  return clean;
}
