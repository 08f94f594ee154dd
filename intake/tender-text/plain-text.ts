import { Fault } from '../../spec/index.ts';

/** What an encoding that is not told makes of the bytes: a byte order mark decides, then strict UTF-8, then GB 18030. */
export function decodeText(file: string, bytes: Uint8Array): { text: string; encoding: string } {
  const begins = (...mark: number[]) => mark.every((byte, index) => bytes[index] === byte);
  const as = (encoding: string) => {
    try {
      return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding };
    } catch {
      return undefined;
    }
  };
  const decoded = begins(0xff, 0xfe)
    ? as('utf-16le')
    : begins(0xfe, 0xff)
      ? as('utf-16be')
      : (as('utf-8') ?? as('gb18030'));
  // Text holds no control characters; an unknown binary file that happens to decode does.
  if (!decoded || /(?![\t\n\v\f\r\u0085])\p{Cc}/u.test(decoded.text))
    throw new Fault('INTAKE_UNREADABLE', [
      {
        file,
        message: '不是文本文件，或编码不是 UTF-8、UTF-16、GB 18030',
        remedy: '另存为 UTF-8 文本，或提交 .docx、文字版 .pdf',
      },
    ]);
  return decoded;
}
