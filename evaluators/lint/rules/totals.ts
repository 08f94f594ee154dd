import { type Manuscript, quoteLine, quoteSentence, type Row } from '../manuscript.ts';
import { numberOf, numeral, sum } from '../measure.ts';
import type { Hit, Rule } from '../rule.ts';

interface Mark {
  row: number;
  column: number;
  points: number;
  name: string;
}
interface ScoreTable {
  rows: Row[];
  points: (number | undefined)[];
  marks: Mark[];
}

const points = /^(\d+(?:\.\d+)?)分?$/;

/** Tables with a column 分值; the points are the last bare number of a row, since copies shift columns. */
function scoreTables(script: Manuscript): ScoreTable[] {
  return script.tables.flatMap(({ rows }) => {
    const head = rows.findIndex(({ cells }) => cells.some((cell) => /^(分值|满分|权重分?)$/.test(cell)));
    if (head < 0) return [];
    const body = rows.slice(head + 1).filter(({ cells }) => cells.some((cell) => /[\p{L}\d]/u.test(cell)));
    return [
      {
        rows: body,
        points: body.map(({ cells }) => {
          const cell = cells.findLast((c) => points.test(c));
          return cell === undefined ? undefined : Number(points.exec(cell)![1]);
        }),
        marks: body.flatMap(({ cells }, row) =>
          cells.flatMap((cell, column) => {
            const mark = /^(.{0,30}?)\((\d+(?:\.\d+)?)分\)$/.exec(cell);
            return mark ? [{ row, column, points: Number(mark[2]), name: mark[1]! }] : [];
          }),
        ),
      },
    ];
  });
}

function checkGroups(script: Manuscript, { rows, points: given, marks }: ScoreTable): Hit[] {
  const hits: Hit[] = [];
  for (const column of [...new Set(marks.map((mark) => mark.column))]) {
    const level = marks.filter((mark) => mark.column === column);
    const outer = marks.filter((mark) => mark.column < column);
    const wrong = level.filter((mark) => {
      const next = marks.find((m) => m.row > mark.row && m.column <= column);
      return sum(itemsBetween(given, mark.row, next?.row ?? rows.length)) !== mark.points;
    });
    // A copy may have shifted the groups: then only the sum of all groups can be tested.
    const shifted = marks.some((mark) => mark.name === '') || (outer.length === 0) !== (column === 0);
    const everything = sum(itemsBetween(given, 0, rows.length));
    if (
      shifted &&
      sum(marks.filter((m) => m.name === '' || m.column <= 1).map((m) => m.points)) === everything
    )
      continue;
    for (const mark of wrong) {
      const next = marks.find((m) => m.row > mark.row && m.column <= column);
      const items = itemsBetween(given, mark.row, next?.row ?? rows.length);
      hits.push({
        severity: 'error',
        evidence: rows.slice(mark.row, next?.row ?? rows.length).map(({ line }) => quoteLine(script, line)),
        fact: `“${mark.name}”写明 ${mark.points} 分，其下各项为 ${items.join('+')}，合计 ${sum(items)} 分`,
        question: `“${mark.name}”的分值应为 ${mark.points} 分还是 ${sum(items)} 分？请明确各评审因素的分值。`,
      });
    }
  }
  return hits;
}

const itemsBetween = (given: (number | undefined)[], from: number, to: number): number[] =>
  given.slice(from, to).filter((value) => value !== undefined);

/** 总分为 100 分 and the score table that follows it. */
function checkWhole(script: Manuscript, { rows, points: given }: ScoreTable): Hit[] {
  const first = rows[0]?.line ?? 0;
  const total = /(?:总分|满分(?:基数)?|合计)为?(\d+)分/;
  const stated = script.sentences.findLast(
    ({ line, text, passage }) => !passage.row && line < first && line > first - 60 && total.test(text),
  );
  if (!stated) return [];
  const value = Number(total.exec(stated.text)![1]);
  const actual = sum(itemsBetween(given, 0, rows.length));
  if (value === actual || actual === 0) return [];
  return [
    {
      severity: 'error',
      evidence: [...quoteSentence(script, stated, total), quoteLine(script, first)],
      fact: `写明总分 ${value} 分，其后表中各项分值合计 ${actual} 分`,
      question: `评分（考核）表各项分值合计为 ${actual} 分，与总分 ${value} 分不一致，请予更正。`,
    },
  ];
}

/** 最多得 N 分 within one row against the points of the row (or of its group, where rows were split). */
function checkCaps(script: Manuscript, { rows, points: given }: ScoreTable): Hit[] {
  return rows.flatMap(({ line, cells }, index) => {
    const own = given[index];
    if (own === undefined) return [];
    const text = cells.join('\n');
    const caps = [...text.matchAll(/(?:最多|最高|满分)(?:可?得|加|为)?(\d+(?:\.\d+)?)分/g)];
    const inner = caps.filter(({ 0: words }) => !words.startsWith('满分')).map((cap) => Number(cap[1]));
    const grades = [...text.matchAll(/得(\d+(?:\.\d+)?)分(?=[;,。\n]|$)/g)].map((grade) => Number(grade[1]));
    const best = inner.length > 0 ? sum(inner) : grades.length > 1 ? Math.max(...grades) : undefined;
    const follower = rows[index + 1]?.cells.filter((cell) => cell !== '').length === 1 ? given[index + 1] : 0;
    if (best === undefined || best === own || best === sum([own, follower ?? 0])) return [];
    return [
      {
        severity: 'error' as const,
        evidence: [quoteLine(script, line)],
        fact: `评分细则最多可得 ${best} 分，分值栏为 ${own} 分`,
        question: `该评审因素最多可得 ${best} 分还是 ${own} 分？`,
      },
    ];
  });
}

/** 2 人和 5 人，共 7 人; 正本 1 份、副本 3 份，共 4 份. */
function checkProse(script: Manuscript): Hit[] {
  return script.sentences.flatMap((sentence) => {
    const hits: Hit[] = [];
    for (const unit of ['人', '份', '家', '名']) {
      const whole = new RegExp(`(?:共计?|合计|总计)(${numeral})${unit}`).exec(sentence.text);
      if (!whole) continue;
      const parts = [...sentence.text.slice(0, whole.index).matchAll(new RegExp(`(${numeral})${unit}`, 'g'))];
      const values = parts.map((part) => numberOf(part[1]!));
      const total = numberOf(whole[1]!);
      if (values.length < 2 || sum(values) === total) continue;
      hits.push({
        severity: 'error',
        evidence: quoteSentence(script, sentence),
        fact: `各部分为 ${values.join('+')}${unit}，写明共 ${total}${unit}`,
        question: `各部分合计 ${sum(values)}${unit}，与“共 ${total}${unit}”不一致，以何者为准？`,
      });
    }
    return hits;
  });
}

/** 由甲、乙和丙四部分组成. */
function checkEnumeration(script: Manuscript): Hit[] {
  const pattern = new RegExp(
    `(?:包括|包含|分为|由|从)[::]?([^,。;:()]{4,160}?)(?:等)?(${numeral})(?:大|个)?(部分|方面|类|阶段|环节)`,
  );
  return script.sentences.flatMap((sentence) => {
    const match = pattern.exec(sentence.text);
    if (!match?.[1]?.includes('、')) return [];
    const items = match[1].split(/、|和|及|与/).filter((item) => item !== '');
    const plain = match[1].split('、').length;
    const said = numberOf(match[2]!);
    if (!Number.isFinite(said) || said < 2 || said === items.length || said === plain || said === plain + 1)
      return [];
    return [
      {
        severity: 'warning' as const,
        evidence: quoteSentence(script, sentence, pattern),
        fact: `写明${match[2]}${match[3]}，所列为 ${items.length} 项`,
        question: `所列内容与“${match[2]}${match[3]}”不一致，是否有遗漏或多余？`,
      },
    ];
  });
}

/** Rows 合计 against the amounts above them. */
function checkSumRows(script: Manuscript): Hit[] {
  return script.tables.flatMap(({ rows }) => {
    const hits: Hit[] = [];
    let start = 0;
    rows.forEach(({ line, cells }, index) => {
      if (!cells.some((cell) => /^(合计|总计|小计)[::]?$/.test(cell))) return;
      cells.forEach((cell, column) => {
        const total = amountOf(cell);
        if (total === undefined || /^(合计|总计|小计)/.test(cell)) return;
        const items = rows
          .slice(start, index)
          .filter((row) => row.cells.length === cells.length)
          .map((row) => amountOf(row.cells[column] ?? ''))
          .filter((value) => value !== undefined);
        if (items.length < 2 || sum(items) === total) return;
        hits.push({
          severity: 'error',
          evidence: [quoteLine(script, line)],
          fact: `合计写 ${total}，其上各行之和为 ${sum(items)}`,
          question: `表中合计应为 ${total} 还是 ${sum(items)}？`,
        });
      });
      start = index + 1;
    });
    return hits;
  });
}

const amountOf = (cell: string): number | undefined =>
  /^\d[\d,]*(\.\d+)?(元|万元|分)?$/.test(cell) ? Number(cell.replace(/[,元万分]/g, '')) : undefined;

export const totals: Rule = {
  id: 'totals',
  title: '合计与分项不符',
  matters: '分值、人数、金额的合计与分项不一致，评审和履约时无从确定以何者为准',
  basis: ['order87-55', 'order87-65'],
  find: (script) => [
    ...scoreTables(script).flatMap((table) => [
      ...checkGroups(script, table),
      ...checkWhole(script, table),
      ...checkCaps(script, table),
    ]),
    ...checkProse(script),
    ...checkEnumeration(script),
    ...checkSumRows(script),
  ],
};
