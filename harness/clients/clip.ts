const keptBytes = 16 * 1024;

/** What is kept of a body or of a command's output: its first 16 KiB as text, or in base64 when it is binary. */
export function clip(body: Uint8Array | string | undefined): string {
  if (body === undefined) return '';
  const bytes =
    typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const head = bytes.subarray(0, keptBytes);
  const text = head.includes(0) ? `base64:${head.toString('base64')}` : head.toString('utf8');
  return bytes.length > keptBytes ? `${text}…（共 ${bytes.length} 字节，仅留存前 ${keptBytes} 字节）` : text;
}
