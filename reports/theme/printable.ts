/**
 * Text as it may stand in any format: no controls, no characters without width or that turn the reading direction;
 * a lone half of a surrogate pair is shown as 〓. Line feeds stay; tabs become a space.
 */
export function printable(text: string): string {
  return text
    .replace(/\r\n?|\p{Zl}|\p{Zp}/gu, '\n')
    .replaceAll('\t', ' ')
    .replace(/\p{Cs}/gu, '〓')
    .replace(/(?!\n)\p{Cc}|\p{Cf}|\p{Variation_Selector}|\p{Noncharacter_Code_Point}/gu, '');
}
