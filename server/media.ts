/** How a stored file is handed to a browser: never as something that could run. */
export interface Handing {
  contentType: string;
  disposition: 'inline' | 'attachment';
}

const pictures = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];
const spoken = /^(text\/|application\/(json|x-ndjson|xml|xhtml\+xml|yaml)|image\/svg\+xml)/;
const wellFormed = /^[a-z0-9][a-z0-9.+-]*\/[a-z0-9][a-z0-9.+-]*(\s*;\s*[a-z0-9-]+=[a-z0-9"._-]+)*$/i;

/** Text of whatever kind is shown as plain text, pictures as they are, all else is downloaded. */
export function handingOf(mediaType: string): Handing {
  if (!wellFormed.test(mediaType))
    return { contentType: 'application/octet-stream', disposition: 'attachment' };
  const bare = mediaType.split(';')[0]!.trim().toLowerCase();
  if (bare === 'application/json')
    return { contentType: 'application/json; charset=utf-8', disposition: 'inline' };
  if (spoken.test(bare)) return { contentType: 'text/plain; charset=utf-8', disposition: 'inline' };
  return { contentType: mediaType, disposition: pictures.includes(bare) ? 'inline' : 'attachment' };
}

/** A name that may hold any character, as RFC 6266 writes it. */
export function contentDisposition(disposition: Handing['disposition'], name: string): string {
  const ascii = name.replace(/[^A-Za-z0-9._-]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `${disposition}; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
