import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

/** Packs a Word file again with one pinned instant in it, so that equal documents give equal bytes. */
export function pinInstant(bytes: Uint8Array, instant: string): Uint8Array {
  const files = unzipSync(bytes);
  const core = files['docProps/core.xml'];
  if (core) {
    const pinned = strFromU8(core).replace(
      /(<dcterms:(?:created|modified)[^>]*>)[^<]*/g,
      `$1${new Date(instant).toISOString()}`,
    );
    files['docProps/core.xml'] = strToU8(pinned);
  }
  const body = files['word/document.xml'];
  if (body) files['word/document.xml'] = strToU8(renumber(strFromU8(body)));
  const names = Object.keys(files).filter((name) => !name.endsWith('/'));
  // Word asks that the content types come first.
  names.sort((a, b) => Number(b === '[Content_Types].xml') - Number(a === '[Content_Types].xml'));
  return zipSync(Object.fromEntries(names.map((name) => [name, files[name]!])), {
    level: 6,
    mtime: '1980-01-01T12:00:00',
  });
}

/** The writer counts bookmarks and drawings over the life of the process; here they count from one. */
function renumber(xml: string): string {
  const marks = new Map<string, number>();
  const place = (old: string): number => {
    if (!marks.has(old)) marks.set(old, marks.size + 1);
    return marks.get(old)!;
  };
  return xml
    .replace(
      /( w:(?:anchor|name)="|<w:instrText [^>]*>PAGEREF )_Toc(\d+)/g,
      (_, lead: string, old: string) => `${lead}_Toc${place(old)}`,
    )
    .replace(
      /(<w:bookmark(?:Start|End) [^>]*?w:id=")(\d+)/g,
      (_, lead: string, old: string) => `${lead}${place(`id${old}`)}`,
    )
    .replace(
      /(<wp:docPr [^>]*?id=")(\d+)/g,
      (_, lead: string, old: string) => `${lead}${place(`drawing${old}`)}`,
    );
}
