import { readFile } from 'node:fs/promises';
import { Fault } from '../../spec/index.ts';
import { digestOf } from '../../spec/load/index.ts';
import { readDocx } from './docx.ts';
import { type ParsedTender, parseTenderText } from './parse.ts';
import { readPdf } from './pdf.ts';
import { decodeText } from './plain-text.ts';

export interface TenderDocument extends ParsedTender {
  format: 'text' | 'docx' | 'pdf';
  /** Of the bytes of the file. */
  digest: string;
  /** What could not be read, in Chinese. */
  notes: string[];
}

const compoundFile = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/** Reads a tender's text from a text file, DOCX or text PDF, known by content, not by name. Throws INTAKE_UNREADABLE. */
export async function readTenderDocument(file: string): Promise<TenderDocument> {
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await readFile(file));
  } catch {
    throw new Fault('INTAKE_UNREADABLE', [{ file, message: '招标文件无法读取', remedy: '检查路径与权限' }]);
  }
  const begins = (...mark: number[]) => mark.every((byte, index) => bytes[index] === byte);
  if (begins(...compoundFile))
    throw new Fault('INTAKE_UNREADABLE', [
      { file, message: '这是旧版 .doc 格式或加密文档', remedy: '取消密码，另存为 .docx 后提交' },
    ]);
  const format = begins(0x25, 0x50, 0x44, 0x46) ? 'pdf' : begins(0x50, 0x4b) ? 'docx' : 'text';
  const read: { text: string; notes: string[] } =
    format === 'pdf'
      ? await readPdf(file, bytes)
      : format === 'docx'
        ? readDocx(file, bytes)
        : { text: decodeText(file, bytes).text, notes: [] };
  const digest = digestOf(bytes);
  return { ...parseTenderText(read.text), format, digest, notes: read.notes };
}
