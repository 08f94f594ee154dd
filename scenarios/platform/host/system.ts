import { type Program, refuse, say } from './model.ts';

function factorsOf(number: bigint): bigint[] {
  const found: bigint[] = [];
  let rest = number;
  for (let divisor = 2n; divisor * divisor <= rest; divisor += divisor === 2n ? 1n : 2n)
    for (; rest % divisor === 0n; rest /= divisor) found.push(divisor);
  return rest > 1n ? [...found, rest] : found;
}

/** Programs that say what the system is, or compute something. */
export const systemPrograms: Record<string, Program> = {
  true: () => say(''),
  id: () => say('0\n'),
  uname: (_, host) => say(`${host.architecture}\n`),
  'systemd-detect-virt': () => ({ code: 1, stdout: 'none\n' }),
  factor: ([, number = '']) =>
    /^\d+$/.test(number)
      ? say(`${number}: ${factorsOf(BigInt(number)).join(' ')}\n`)
      : refuse(`factor: '${number}' is not a valid positive integer`),
};
