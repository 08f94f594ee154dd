import { openZip } from '../zip.ts';
import { pdfRefusal } from './pdf-actions.ts';
import { pictureRefusal } from './picture.ts';
import { textOf } from './text.ts';

export const mediaTypes = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpeg: 'image/jpeg',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  text: 'text/plain',
} as const;
export type PaperFormat = keyof typeof mediaTypes;
export type Recognised =
  | { format: PaperFormat; refusal?: undefined }
  | { format?: undefined; refusal: { message: string; remedy: string } };

export const paperLimits = { fileBytes: 60_000_000 };

const begins = (bytes: Uint8Array, ...head: number[]) => head.every((byte, index) => bytes[index] === byte);
const refuse = (message: string, remedy: string): Recognised => ({ refusal: { message, remedy } });

function office(bytes: Uint8Array): Recognised {
  const { entries, refusal } = openZip(bytes);
  if (refusal) return { refusal };
  const names = entries.map(({ name }) => name);
  if (names.some((name) => /vbaProject|macrosheets|activeX|vbaData/i.test(name)))
    return refuse('文件含有宏或控件', '另存为不含宏的 .docx 或 .xlsx 后提交');
  if (names.some((name) => /embeddings\/.*\.(bin|exe|dll|js|vbs|bat|cmd|ps1|lnk)$/i.test(name)))
    return refuse('文件内嵌有其他程序的对象', '删去内嵌对象，或导出为 PDF 后提交');
  const format = names.includes('word/document.xml')
    ? 'docx'
    : names.includes('xl/workbook.xml')
      ? 'xlsx'
      : undefined;
  if (!format) return refuse('压缩包不是 DOCX 或 XLSX 文件', '解开压缩包，逐份提交其中的文件');
  if (entries.some((entry) => /\.(xml|rels)$/.test(entry.name) && entry.read() === undefined))
    return refuse('压缩内容损坏，或与所声明的大小不符', '用办公软件重新打开并另存后提交');
  return { format };
}

/** What a file is, by its content and never by its name, and why it is not taken if it is not. */
export function recognise(bytes: Uint8Array): Recognised {
  if (bytes.length === 0) return refuse('文件为空', '检查文件后重新提交');
  if (bytes.length > paperLimits.fileBytes)
    return refuse(`文件超过 ${paperLimits.fileBytes / 1e6} MB`, '拆分，或降低扫描分辨率后提交');
  if (begins(bytes, 0x25, 0x50, 0x44, 0x46, 0x2d)) {
    const why = pdfRefusal(bytes);
    return why === undefined ? { format: 'pdf' } : refuse(`PDF ${why}`, '重新打印或导出为普通 PDF 后提交');
  }
  const picture = begins(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
    ? 'png'
    : begins(bytes, 0xff, 0xd8, 0xff)
      ? 'jpeg'
      : undefined;
  if (picture) {
    const why = pictureRefusal(bytes, picture);
    return why === undefined ? { format: picture } : refuse(why, '重新拍摄、扫描或导出后提交');
  }
  if (begins(bytes, 0x50, 0x4b)) return office(bytes);
  if (begins(bytes, 0xd0, 0xcf, 0x11, 0xe0)) {
    const encrypted = Buffer.from(bytes).includes(Buffer.from('EncryptedPackage', 'utf16le'));
    return encrypted
      ? refuse('文件设有打开密码', '取消打开密码后重新保存')
      : refuse('这是旧版 .doc 或 .xls 格式', '用办公软件另存为 .docx、.xlsx 或 PDF 后提交');
  }
  const text = textOf(bytes);
  if (text !== undefined && !/^\s*(?:<!doctype html|<html|<script|<\?php|#!)/i.test(text))
    return { format: 'text' };
  return refuse('不是 PDF、PNG、JPEG、DOCX、XLSX 或纯文本', '转换为其中一种格式后提交');
}
