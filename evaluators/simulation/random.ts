// Chance that is none: equal seeds give equal numbers, in any order of blocks and on any number of threads.

const mask = (1n << 64n) - 1n;

/** Mixes 64 bits so that neighbours part (the finaliser of SplitMix64). */
function mixed(value: bigint): bigint {
  let z = value & mask;
  z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & mask;
  z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & mask;
  return z ^ (z >> 31n);
}

/** 64 bits of a text. */
function hashed(text: string): bigint {
  let hash = 0x6a09e667f3bcc909n;
  for (const char of text) hash = mixed(hash ^ BigInt(char.codePointAt(0)!));
  return hash;
}

export interface Random {
  /** 32 bits, as an integer from 0. */
  next(): number;
  /** Normal with mean 0 and variance 1; takes a number of draws that varies. */
  normal(): number;
}

/** The stream of one block: xoshiro128** whose state SplitMix64 gives out at the block's own place. */
export function randomOf(seed: string, block: number): Random {
  const start = hashed(seed);
  const word = (index: bigint) => mixed(start + (2n * BigInt(block) + index + 1n) * 0x9e3779b97f4a7c15n);
  const [first, second] = [word(0n), word(1n)];
  let a = Number(first >> 32n) | 0;
  let b = Number(first & 0xffffffffn) | 0;
  let c = Number(second >> 32n) | 0;
  // A state of zeros would stay so.
  let d = Number(second & 0xffffffffn) | 0 || 1;
  // State in local variables is what makes this fast: numbers are made in stock.
  const stock = new Uint32Array(512);
  let at = stock.length;
  const restock = (): void => {
    let w = a;
    let x = b;
    let y = c;
    let z = d;
    for (let index = 0; index < stock.length; index++) {
      const product = Math.imul(x, 5);
      stock[index] = Math.imul((product << 7) | (product >>> 25), 9);
      const shifted = x << 9;
      y ^= w;
      z ^= x;
      x ^= y;
      w ^= z;
      y ^= shifted;
      z = (z << 11) | (z >>> 21);
    }
    a = w;
    b = x;
    c = y;
    d = z;
    at = 0;
  };
  const next = (): number => {
    if (at === stock.length) restock();
    return stock[at++]!;
  };
  let spare: number | undefined;
  const normal = (): number => {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    for (;;) {
      const x = (next() - 2147483647.5) / 2147483648;
      const y = (next() - 2147483647.5) / 2147483648;
      const square = x * x + y * y;
      if (square >= 1) continue;
      const factor = Math.sqrt((-2 * Math.log(square)) / square);
      spare = y * factor;
      return x * factor;
    }
  };
  return { next, normal };
}
