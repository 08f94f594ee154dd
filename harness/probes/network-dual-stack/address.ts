import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';

/** One spelling per address, so that `FD00:0:0::1` and `fd00::1` are equal; undefined when it is none. */
export function canonicalAddress(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined;
  if (isIPv4(text)) return text;
  return isIPv6(text) && !text.includes('%') ? new URL(`http://[${text}]`).hostname.slice(1, -1) : undefined;
}

export function sameAddress(a: unknown, b: string): boolean {
  const found = canonicalAddress(a);
  return found !== undefined && found === canonicalAddress(b);
}

/** Whether two prefixes in CIDR notation have the same network address and length. */
export function samePrefix(a: unknown, b: string): boolean {
  if (typeof a !== 'string') return false;
  const [network, length] = a.split('/');
  const [wantedNetwork, wantedLength] = b.split('/');
  return length === wantedLength && sameAddress(network, wantedNetwork ?? '');
}

/** Whether both lists hold the same addresses, in whatever order. */
export function sameAddresses(a: unknown, b: readonly string[]): boolean {
  if (!Array.isArray(a)) return false;
  const found = a.map((entry) => canonicalAddress(entry) ?? `? ${String(entry)}`).sort();
  const wanted = b.map((entry) => canonicalAddress(entry) ?? entry).sort();
  return found.join() === wanted.join();
}

export function isWithin(address: unknown, prefix: string): boolean {
  const [network = '', length] = prefix.split('/');
  if (typeof address !== 'string' || isIP(address) === 0 || isIP(address) !== isIP(network)) return false;
  if (!/^\d+$/.test(length ?? '') || Number(length) > (isIPv4(network) ? 32 : 128)) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(length), isIPv4(network) ? 'ipv4' : 'ipv6');
  return list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}
