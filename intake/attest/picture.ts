const largestPixels = 100_000_000;

/** Width and height of a PNG or JPEG from its head; undefined when the head is damaged. */
function sizeOf(bytes: Uint8Array, kind: 'png' | 'jpeg'): [number, number] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (kind === 'png') return bytes.length < 33 ? undefined : [view.getUint32(16), view.getUint32(20)];
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1]!;
    // Frame headers, but for the tables that share their range.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return [view.getUint16(at + 7), view.getUint16(at + 5)];
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}

/** Why a picture is not taken, in Chinese; undefined when its head and end are whole and its size is human. */
export function pictureRefusal(bytes: Uint8Array, kind: 'png' | 'jpeg'): string | undefined {
  const end =
    kind === 'png'
      ? Buffer.from(bytes.subarray(-12, -4)).toString('latin1') === '\0\0\0\0IEND'
      : bytes.at(-2) === 0xff && bytes.at(-1) === 0xd9;
  const size = sizeOf(bytes, kind);
  if (!end || !size || size[0] === 0 || size[1] === 0) return '图片损坏或不完整';
  return size[0] * size[1] > largestPixels ? `图片 ${size[0]}×${size[1]} 过大，疑为压缩炸弹` : undefined;
}
