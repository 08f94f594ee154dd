/** Text of bytes: by byte order mark, else strict UTF-8, else GB 18030. Undefined for what is no text. */
export function textOf(bytes: Uint8Array): string | undefined {
  const decode = (encoding: string): string | undefined => {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      return undefined;
    }
  };
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  const text = isUtf16 ? decode('utf-16le') : (decode('utf-8') ?? decode('gb18030'));
  // Control characters other than white space do not occur in what people or devices write.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  return text === undefined || /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text) ? undefined : text;
}
