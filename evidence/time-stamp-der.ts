/** One element of DER; offsets are into the bytes it was read from. */
export interface DerNode {
  tag: number;
  /** Header and content. */
  whole: Uint8Array;
  content: Uint8Array;
}

/** Reads the elements that fill `bytes` exactly. Throws RangeError on anything that is not definite-length DER. */
export function readDer(bytes: Uint8Array): DerNode[] {
  const nodes: DerNode[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes[at]!;
    if ((tag & 0x1f) === 0x1f) throw new RangeError('tag of several octets');
    let length = bytes[at + 1] ?? -1;
    let from = at + 2;
    if (length > 0x84 || length === 0x80 || length < 0) throw new RangeError('length of no DER');
    if (length > 0x80) {
      const octets = length - 0x80;
      length = 0;
      for (let i = 0; i < octets; i++) length = length * 256 + (bytes[from + i] ?? Number.NaN);
      from += octets;
    }
    const to = from + length;
    if (!(to <= bytes.length)) throw new RangeError('length beyond the end');
    nodes.push({ tag, whole: bytes.subarray(at, to), content: bytes.subarray(from, to) });
    at = to;
  }
  return nodes;
}

/** The single element of `bytes`. */
export function readOne(bytes: Uint8Array): DerNode {
  const [node, ...more] = readDer(bytes);
  if (!node || more.length > 0) throw new RangeError('not one element');
  return node;
}

/** The members of a constructed element with this tag. */
export function membersOf(node: DerNode | undefined, tag: number): DerNode[] {
  if (node?.tag !== tag) throw new RangeError(`expected tag ${tag}, found ${node?.tag}`);
  return readDer(node.content);
}

/** Dotted form of an OBJECT IDENTIFIER. */
export function oidOf(node: DerNode | undefined): string {
  if (node?.tag !== tags.oid || node.content.length === 0) throw new RangeError('not an object identifier');
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const octet of node.content) {
    arc = arc * 128n + BigInt(octet & 0x7f);
    if (octet < 0x80) {
      arcs.push(arc);
      arc = 0n;
    }
  }
  const first = arcs[0]! < 80n ? arcs[0]! / 40n : 2n;
  return [first, arcs[0]! - first * 40n, ...arcs.slice(1)].join('.');
}

export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Writes one element; contents of up to 65,535 octets. */
export function der(tag: number, ...contents: Uint8Array[]): Uint8Array {
  const content = Buffer.concat(contents);
  const { length } = content;
  if (length > 0xffff) throw new RangeError('longer than a request ever is');
  const header =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Uint8Array.of(tag, ...header), content]);
}
