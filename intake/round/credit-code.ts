const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** What is wrong with a unified social credit code by GB 32100-2015; undefined if nothing is. */
export function creditCodeFault(code: string): string | undefined {
  if (code.length !== 18) return `统一社会信用代码应为 18 位，现为 ${code.length} 位`;
  const odd = [...code].find((char) => !alphabet.includes(char));
  if (odd !== undefined) return `统一社会信用代码不用字符“${odd}”`;
  if (!/^..\d{6}/.test(code)) return '统一社会信用代码第 3 至 8 位应为数字（行政区划）';
  const weighted = [...code.slice(0, 17)].reduce(
    (sum, char, index) => sum + alphabet.indexOf(char) * (3 ** index % 31),
    0,
  );
  const check = alphabet[(31 - (weighted % 31)) % 31];
  return code[17] === check ? undefined : '统一社会信用代码的校验码（末位）不对';
}
