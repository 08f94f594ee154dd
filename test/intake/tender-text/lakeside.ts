import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const lakesideFile = fileURLToPath(new URL('../../fixtures/texts/lakeside.txt', import.meta.url));
export const lakeside = readFileSync(lakesideFile, 'utf8');

/** Every clause of the part of requirements, set down by hand: place, lines, ▲, and how its wording ends. */
export const expected: [place: string, lines: [number, number], starred: boolean, end: string][] = [
  ['2|1|1', [44, 44], false, '均在本市进行。'],
  ['2|1|2', [46, 48], false, '等方面的材料。'],
  ['2|1|3', [50, 50], true, '加盖投标人公章）。'],
  ['2|2|1', [54, 54], false, '（T/CHY 1-2027）'],
  ['2|2|2', [55, 56], false, '(T/CHY 2.2-2027)'],
  ['2|2|3', [57, 57], false, '(T/CHY 3-2027)'],
  ['2|2|4', [59, 61], false, '(T/CHY 2.4-2027)'],
  ['2|3.1|1', [69, 69], true, '加盖投标人公章）'],
  ['2|3.1|2', [71, 71], false, '不得中断。'],
  ['2|3.2|', [75, 75], true, '加盖投标人公章）'],
  ['2|3.3|1', [79, 81], true, '加盖投标人公章）'],
  ['2|3.3|2', [83, 83], false, '不少于 6 个月。'],
  ['2|3.3|3', [85, 85], false, '计量数据接口。'],
  ['2|4.1.1|1', [93, 93], false, '内存规格。'],
  ['2|4.1.1|2', [94, 94], true, '第三方检测报告）'],
  ['2|4.1.1|3', [95, 96], true, '1.5 倍，缩容不中断。'],
  ['2|4.1.1|4', [97, 97], false, '快照与回滚。'],
  ['2|4.1.2|1', [101, 101], false, '关机与重启。'],
  ['2|4.1.2|2', [102, 102], false, '快照与回滚。'],
  ['2|4.2.1|1', [108, 108], false, '不少于 8000。'],
  ['2|4.2.1|2', [109, 109], false, '健康检查。'],
  ['3||1', [113, 113], false, '保留两位小数。'],
  ['3||2', [115, 115], false, '每季度结算一次。'],
  ['4|1|', [121, 123], false, '与结算挂钩。'],
  ['4|2|1', [127, 127], false, '不得低于本章要求。'],
  ['4|2|2', [129, 129], false, '数据归采购人所有。'],
];
