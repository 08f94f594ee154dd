const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** The middle of its base64 when it stands at each of the three offsets, without the characters that neighbours share. */
function base64Inside(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [1, 2].flatMap((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const end = Math.floor(((offset + bytes.length) * 8) / 6);
    const inside = text.slice(offset === 1 ? 2 : 3, end);
    return inside.length >= 8 ? [inside] : [];
  });
}

function base64Head(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const head = bytes.toString('base64').slice(0, Math.floor((bytes.length * 8) / 6));
  return head.length >= 8 ? [head] : [];
}

const urlSafe = (text: string) => text.replaceAll('+', '-').replaceAll('/', '_');
const lowerEscapes = (text: string) => text.replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase());
const asciiJson = (text: string) =>
  text.replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Every form in which a known secret is looked for, longest first. */
export function formsOf(secret: string): string[] {
  const url = encodeURIComponent(secret);
  const strictUrl = url.replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const json = JSON.stringify(secret).slice(1, -1);
  const base64 = Buffer.from(secret).toString('base64');
  const inside = [...base64Head(secret), ...base64Inside(secret)];
  const hex = Buffer.from(secret).toString('hex');
  const all = [
    secret,
    url,
    strictUrl,
    lowerEscapes(strictUrl),
    encodeURI(secret),
    encodeURIComponent(strictUrl),
    new URLSearchParams([['', secret]]).toString().slice(1),
    json,
    asciiJson(json),
    json.replaceAll('/', '\\/'),
    JSON.stringify(json).slice(1, -1),
    secret.replace(/[&<>"']/g, (c) => entities[c]!),
    secret.replace(/[&<>"]/g, (c) => entities[c]!),
    base64,
    ...inside,
    ...inside.map(urlSafe),
    ...inside.map(encodeURIComponent),
    ...(hex.length >= 12 ? [hex, hex.toUpperCase()] : []),
  ];
  return [...new Set(all)].filter((form) => form.length > 0).sort((a, b) => b.length - a.length);
}
