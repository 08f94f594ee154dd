import { isIP } from 'node:net';

export interface Cidr {
  version: 4 | 6;
  first: bigint;
  last: bigint;
  prefix: number;
}

const bits = (version: 4 | 6) => (version === 4 ? 32 : 128);

/** The number that an address is; undefined when the text is none. */
export function toNumber(text: string): { version: 4 | 6; value: bigint } | undefined {
  const version = isIP(text);
  if (version === 4) {
    return { version: 4, value: text.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n) };
  }
  if (version !== 6 || text.includes('%')) return undefined;
  const [head = '', tail] = withoutDotted(text).split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const left = groups(head);
  const right = tail === undefined ? [] : groups(tail);
  const all = [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right];
  return { version: 6, value: all.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n) };
}

function withoutDotted(text: string): string {
  const dotted = /(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text);
  if (!dotted) return text;
  const [a, b, c, d] = dotted.slice(1).map(Number) as [number, number, number, number];
  return `${text.slice(0, dotted.index)}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}

/** An address in its canonical form (RFC 5952 for IPv6). */
export function toAddress(version: 4 | 6, value: bigint): string {
  if (version === 4) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
  const groups = Array.from({ length: 8 }, (_, i) =>
    ((value >> BigInt(112 - 16 * i)) & 0xffffn).toString(16),
  );
  const runs = [...groups.join(':').matchAll(/(?:^|:)(?:0(?::|$)){2,}/g)].sort(
    (a, b) => b[0].length - a[0].length,
  );
  const longest = runs[0];
  const text = groups.join(':');
  if (!longest) return text;
  return `${text.slice(0, longest.index)}::${text.slice(longest.index + longest[0].length)}`;
}

/** The range of a prefix such as `10.0.0.0/24`; undefined when the text is none. */
export function toCidr(text: string): Cidr | undefined {
  const [address = '', length = '', ...rest] = text.split('/');
  const found = toNumber(address);
  const prefix = Number(length);
  if (!found || rest.length > 0 || !/^\d{1,3}$/.test(length) || prefix > bits(found.version))
    return undefined;
  const size = 1n << BigInt(bits(found.version) - prefix);
  const first = (found.value / size) * size;
  return { version: found.version, prefix, first, last: first + size - 1n };
}

export function contains(cidr: Cidr, address: string): boolean {
  const found = toNumber(address);
  return (
    found !== undefined &&
    found.version === cidr.version &&
    found.value >= cidr.first &&
    found.value <= cidr.last
  );
}

/** The address that a host with this MAC gives itself in a /64 (modified EUI-64). */
export function slaacAddress(cidr: Cidr, mac: string): string {
  const bytes = mac.split(':').map((part) => Number.parseInt(part, 16));
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = bytes;
  const suffix = [a ^ 2, b, c, 0xff, 0xfe, d, e, f].reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  return toAddress(6, cidr.first + suffix);
}
