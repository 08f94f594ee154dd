import { deflateSync } from 'node:zlib';

/** A small PDF of these objects, with a plain table of contents at its end. */
export function pdfOf(...objects: string[]): Uint8Array {
  const body = objects.map((object, index) => `${index + 1} 0 obj\n${object}\nendobj\n`).join('');
  return Buffer.from(`%PDF-1.7\n${body}trailer\n<< /Root 1 0 R >>\n%%EOF\n`, 'latin1');
}
export const plainPdf = (mark = '') =>
  pdfOf('<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [] /Count 0 >>', `(${mark})`);

/** A PDF that says that it has so many pages. */
export const pagedPdf = (pages: number, mark = '') =>
  pdfOf('<< /Type /Catalog /Pages 2 0 R >>', `<< /Type /Pages /Kids [] /Count ${pages} >>`, `(${mark})`);

/** An object stream that packs this text. */
export function packed(text: string, filter = '/FlateDecode'): string {
  const content = deflateSync(Buffer.from(text, 'latin1')).toString('latin1');
  return `<< /Type /ObjStm /N 1 /First 4 /Filter ${filter} /Length ${content.length} >>\nstream\n${content}\nendstream`;
}

/** The head and end of a PNG of this size; nobody decodes it. */
export function pngOf(width = 4, height = 3, mark = ''): Uint8Array {
  const head = Buffer.alloc(33 + mark.length);
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]).copy(head);
  head.write('IHDR', 12, 'latin1');
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  head.write(mark, 33, 'latin1');
  return Buffer.concat([head, Buffer.from('\0\0\0\0IEND\xaeB`\x82', 'latin1')]);
}

export function jpegOf(width = 4, height = 3): Uint8Array {
  const frame = [0xff, 0xc0, 0, 11, 8, height >> 8, height & 255, width >> 8, width & 255, 1, 0];
  return Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, ...frame, 0xff, 0xd9]);
}
