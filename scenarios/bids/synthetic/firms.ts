import type { Bid } from '../../../spec/index.ts';

type Firm = Bid['members'][number];

const characters = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** A credit code that belongs to nobody, with its right check character by GB 32100-2015. */
function creditCodeOf(key: number): string {
  const body = `91000000MA${String(key).padStart(7, '0')}`;
  const weighted = [...body].reduce(
    (sum, char, index) => sum + characters.indexOf(char) * (3 ** index % characters.length),
    0,
  );
  return body + characters[(characters.length - (weighted % characters.length)) % characters.length]!;
}

/** An invented firm. */
export function firmOf(id: string, name: string, key: number): Firm {
  const head = `${name}法定代表人`;
  return {
    id,
    name: `${name}公司（虚构）`,
    creditCode: creditCodeOf(key),
    legalRepresentative: head,
    head,
    address: `虚构路 ${key} 号`,
  };
}
