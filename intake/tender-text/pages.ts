import { readDocx } from './docx.ts';
import { readPdf } from './pdf.ts';
import { decodeText } from './plain-text.ts';

/**
 * The wording of a text file, DOCX or text PDF page by page, known by content, not by name. A text file is parted by
 * form feeds; DOCX does not say where pages end and is one page. Throws INTAKE_UNREADABLE.
 */
export async function readTextPages(file: string, bytes: Uint8Array): Promise<string[]> {
  const begins = (...mark: number[]) => mark.every((byte, index) => bytes[index] === byte);
  if (begins(0x25, 0x50, 0x44, 0x46)) return (await readPdf(file, bytes)).pages;
  if (begins(0x50, 0x4b)) return [readDocx(file, bytes).text];
  return decodeText(file, bytes).text.split('\f');
}
