import Table from 'cli-table3';
import type { OpenReading, OpenReadings } from '../spec/index.ts';

const bare = { style: { head: [], border: [] } };

/** Signs of East Asian scripts take two places of a terminal. */
const placesOf = (sign: string): number => (sign >= '\u2e80' || '“”…—→'.includes(sign) ? 2 : 1);

/** Breaks lines at a width in places of the terminal, which the table itself does not count for such scripts. */
function folded(text: string, width: number): string {
  const lines = text.split('\n').flatMap((line) => {
    const parts = [''];
    let used = 0;
    for (const sign of line) {
      if (used + placesOf(sign) > width) {
        parts.push('');
        used = 0;
      }
      parts[parts.length - 1] += sign;
      used += placesOf(sign);
    }
    return parts;
  });
  return lines.join('\n');
}

const widths = [30, 12, 16, 8, 10, 8, 6, 6, 60];
const example = ({ example: one }: OpenReading): string =>
  one
    ? [`第 ${one.round} 轮，改为“${one.title}”`, ...one.says.slice(0, 3), ...one.because.slice(0, 1)].join(
        '\n',
      )
    : '未见';

/** The table of `tender readings`, those that can change the first place first. */
export function sayReadings({ readings, rounds, untouched }: OpenReadings): string {
  const table = new Table({
    head: ['读法', '原文行', '依据', '第一名', '评审状态', '有效性', '名次', '得分', '最能说明的一例'],
    colWidths: widths,
    ...bare,
  });
  for (const one of readings.filter(({ counts }) => counts.facts > 0)) {
    const { counts } = one;
    const cells = [
      `${one.reading} ${one.question}`,
      one.lines.join(' '),
      one.settled ? one.basis : '尚无依据',
      counts.winner,
      counts.state,
      counts.validity,
      counts.rank,
      counts.points,
      example(one),
    ];
    table.push(cells.map((cell, index) => folded(String(cell), widths[index]! - 2)));
  }
  const open = readings.filter(({ settled, counts }) => !settled && counts.facts > 0).length;
  const name = (id: string) => {
    const one = readings.find(({ reading }) => reading === id)!;
    return `${id} ${one.question}`;
  };
  return [
    `模拟投标 ${rounds} 轮（全部虚构，由招标规格生成）。各列为至少一个备选使其改变的轮数。`,
    table.toString(),
    ...(untouched.length > 0
      ? [`未触及的读法（不等于不会触及）：${untouched.map(name).join('；')}`]
      : ['各读法均曾触及']),
    `尚无依据而可改变结果的读法 ${open} 处，宜在公告前或者以澄清公告明确`,
    '',
  ].join('\n');
}
