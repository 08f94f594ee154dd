const mask = '[已隐去]';
const secretHeaders =
  /^(authorization|proxy-authorization|cookie|set-cookie|x-auth-token|x-subject-token|x-service-token|x-storage-token|x-amz-security-token)$/i;
const secretKeys =
  /^(password|passwd|passphrase|adminpass|admin_pass|secret|secretkey|secret_key|secretaccesskey|token|access_token|refresh_token|private_key|privatekey|apikey|api_key)$/i;
const secretQuery =
  /^(x-amz-signature|x-amz-credential|x-amz-security-token|signature|token|access_token|password|awsaccesskeyid)$/i;

/** Takes secrets out of what is about to be kept: by typed field, and by value wherever a known one shows up. */
export interface Redactor {
  /** From now on this value is masked wherever it appears, also URL-encoded, JSON-escaped or in base64. */
  learn(secret: string): void;
  text(text: string): string;
  header(name: string, value: string): string;
  url(url: string): string;
  /** Masks secret members of a JSON or form body, then known values. */
  body(body: string): string;
}

function variants(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  return [
    ...new Set([secret, encodeURIComponent(secret), json, Buffer.from(secret).toString('base64')]),
  ].filter((v) => v.length > 0);
}

function maskMembers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(maskMembers);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      secretKeys.test(key) && (typeof member === 'string' || typeof member === 'number')
        ? mask
        : maskMembers(member),
    ]),
  );
}

export function createRedactor(): Redactor {
  const known = new Set<string>();
  const text = (value: string): string => {
    let clean = value;
    for (const secret of [...known].sort((a, b) => b.length - a.length))
      clean = clean.replaceAll(secret, mask);
    return clean;
  };
  return {
    learn(secret) {
      // Shorter values would mask ordinary words; a secret that short is refused where it is read.
      if (secret.length >= 4) for (const variant of variants(secret)) known.add(variant);
    },
    text,
    header: (name, value) => (secretHeaders.test(name) ? mask : text(value)),
    url(url) {
      const [path, query] = url.split(/\?(.*)/s, 2);
      if (query === undefined) return text(url);
      const members = query.split('&').map((member) => {
        const name = member.split('=', 1)[0] ?? '';
        return secretQuery.test(decodeURIComponent(name)) ? `${name}=${mask}` : member;
      });
      return text(`${path}?${members.join('&')}`);
    },
    body(body) {
      try {
        return text(JSON.stringify(maskMembers(JSON.parse(body))));
      } catch {
        return text(
          body
            .replace(/("(?:password|adminPass|secret|token)"\s*:\s*")[^"]*/gi, `$1${mask}`)
            .replace(/((?:^|&)(?:password|secret|token|access_token)=)[^&\s]*/gi, `$1${mask}`),
        );
      }
    },
  };
}
