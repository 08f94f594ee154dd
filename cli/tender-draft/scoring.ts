import { type ScoringRow, scoringRows, type TenderDocument } from '../../intake/index.ts';
import { sumDecimals } from '../../spec/index.ts';
import { clauseDigest } from '../../spec/load/index.ts';
import { wordingAt } from '../source-check/passage.ts';
import { type Known, type Read, read } from './blank.ts';
import { placeOf, quoted } from './yaml.ts';

const doubt = '按通用规则从文本读出';
const stated = /\s*[（(]\s*(\d+(?:\.\d+)?)\s*分\s*[)）]\s*/;
const pointsIn = (label: string | undefined) => stated.exec(label ?? '')?.[1];
const bare = (label: string) => label.replace(stated, '').trim();

/** Words of a standard -> the kind of criterion that they usually are; the first that fits. */
const kinds: [RegExp, string][] = [
  [/低价优先|评标基准价|价格分/, 'price-lowest-base'],
  [/▲|★/, 'starred-count'],
  [/得\s*\d+(?:\.\d+)?\s*分.*得\s*\d+(?:\.\d+)?\s*分/s, 'one-of-levels'],
  [/每(?:提前|缩短|减少)/, 'hours-saved'],
  [/(?:人员|工程师)[\s\S]*证书|证书[\s\S]*(?:人员|工程师)/, 'matching'],
  [/每[^，。；\n]{0,16}得\s*\d/, 'count-capped'],
];

/** `方案完整得 50 分；有缺漏得 20 分` as its levels; the words are for a person to put in his own. */
function levelsIn(standard: string): Known[] | undefined {
  const levels = [...standard.matchAll(/得\s*(\d+(?:\.\d+)?)\s*分/g)].map(([, points]) => points!);
  return levels.length < 2 ? undefined : levels.map((points) => ({ points: read(`'${points}'`, doubt) }));
}

const perIn = (standard: string): Read | undefined => {
  const per = /每[^，。；\n]{0,16}[得加]\s*(\d+(?:\.\d+)?)\s*分/.exec(standard)?.[1];
  return per === undefined ? undefined : read(`'${per}'`, doubt);
};

function criterion(row: ScoringRow, index: number, text: TenderDocument): Known {
  const part = text.headings.filter(({ level, line }) => level === 1 && line <= row.lines[0]).length || 1;
  const chapters = text.headings.filter(({ level, line }) => level <= 3 && line <= row.lines[0]);
  const chapter = chapters.length - 1 - chapters.findLastIndex(({ level }) => level === 1);
  const digest = clauseDigest(wordingAt(text, row.lines));
  const words = `${row.criterion ?? ''}\n${row.standard}`;
  const kind = kinds.find(([pattern]) => pattern.test(words))?.[1];
  return {
    id: read(`criterion-${index + 1}`),
    title:
      row.criterion === undefined ? undefined : read(quoted(bare(row.criterion)), '合并的单元格可能错位'),
    points: row.points === undefined ? undefined : read(`'${row.points}'`),
    clause: read(placeOf({ part, chapter: Math.max(0, chapter) }, row.lines, digest)),
    kind: kind === undefined ? undefined : read(kind, doubt),
    ...(kind === 'one-of-levels' ? { levels: levelsIn(row.standard) } : {}),
    ...(kind === 'starred-count' || kind === 'count-capped' ? { per: perIn(row.standard) } : {}),
  };
}

/** Groups, sections and criteria as the rows of the table hang together. */
export function scoringKnown(rows: readonly ScoringRow[], text: TenderDocument): Known {
  if (rows.length === 0) return {};
  const parts = [...new Set(rows.map(({ part }) => part))];
  const sum = pointsOf(text);
  return {
    total: sum === undefined ? undefined : { points: read(`'${sum}'`, '各部分之和') },
    groups: parts.map((part, g) => {
      const mine = rows.filter((row) => row.part === part);
      const sections = [...new Set(mine.map((row) => row.criterion))];
      return {
        id: read(`group-${g + 1}`),
        title: part === undefined ? undefined : read(quoted(bare(part)), '合并的单元格可能错位'),
        points: pointsIn(part) === undefined ? undefined : read(`'${pointsIn(part)}'`),
        sections: sections.map((label, s) => ({
          id: read(`section-${g + 1}-${s + 1}`),
          title: label === undefined ? undefined : read(quoted(bare(label)), '合并的单元格可能错位'),
          points: pointsIn(label) === undefined ? undefined : read(`'${pointsIn(label)}'`),
          criteria: mine
            .filter((row) => row.criterion === label)
            .map((row) => criterion(row, rows.indexOf(row), text)),
        })),
      };
    }),
  };
}

/** The sum of the points that the parts of the table state, if each does. */
export function pointsOf(text: TenderDocument): string | undefined {
  const parts = [...new Set(scoringRows(text).map(({ part }) => part))].map(pointsIn);
  const known = parts.filter((points) => points !== undefined);
  return known.length === 0 || known.length < parts.length ? undefined : sumDecimals(known);
}
