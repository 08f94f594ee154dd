import {
  type Block,
  type Checkable,
  type Document,
  type OpenReading,
  type OpenReadings,
  type Reading,
  readingEffects,
  type Section,
  type Tender,
} from '../../spec/index.ts';

export interface ClarificationNoticeInput {
  tender: Tender;
  /** What each reading can change, as it was seen on invented rounds. */
  found: OpenReadings;
  seed: number;
  createdAt: string;
}

type Place = Checkable['clause'];

const blank = '＿＿＿＿＿＿＿＿';
const confirmation =
  '□ 原文位置已核对　□ 同意如此明确　□ 须另行表述　□ 不作澄清　核对人：＿＿＿＿　日期：＿＿＿＿';

/** Every place of the tender's data that stands on a line, the deepest first met. */
function placeOn(line: number, data: unknown): Place | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { part, lines } = data as Partial<Place>;
  if (typeof part === 'number' && Array.isArray(lines)) {
    const [from, to] = lines as number[];
    return from !== undefined && from <= line && line <= (to ?? from) ? (data as Place) : undefined;
  }
  for (const member of Object.values(data)) {
    const place = placeOn(line, member);
    if (place) return place;
  }
  return undefined;
}

const chapterOf = ({ part, chapter, section, item }: Place): string =>
  `第 ${part} 部分${chapter > 0 ? `第 ${chapter} 章` : ''}${section ? ` ${section}` : ''}${item ? `（${item}）` : ''}`;

/** Line by line, with the chapter where the tender's data bind the line to one. */
function whereOf(
  { review, scoring, forms, timetable, committee, checkables }: Tender,
  lines: number[],
): string {
  const data = [review, scoring, forms, timetable, committee, checkables.map(({ clause }) => clause)];
  return lines
    .map((line) => {
      const place = placeOn(line, data);
      return `第 ${line} 行${place ? `（${chapterOf(place)}）` : ''}`;
    })
    .join('；');
}

/** The shortest time before the deadline for a clarification that may influence bids: what the tender itself says. */
function noticePeriod({ timetable }: Tender): { days: string; basis: string } {
  const found = timetable?.periods.find(
    ({ title, bound, counted, length }) =>
      /澄清|修改/.test(title) && bound === 'at-least' && counted === 'before' && length.unit === 'd',
  );
  const line = found?.clause?.lines?.[0];
  return {
    days: found ? String(found.length.value) : '＿＿',
    basis: line === undefined ? '招标文件未载明，须核对' : `招标文件第 ${line} 行`,
  };
}

function whyOf({ counts, settled }: OpenReading, reading: Reading, rounds: number): string {
  const told = [
    [counts.winner, '第一名'],
    [counts.state, '评审能否继续'],
    [counts.validity, '投标是否有效'],
    [counts.rank, '排序'],
    [counts.points, '得分'],
  ] as const;
  const shown = told.filter(([count]) => count > 0).map(([count, what]) => `${what}（${count} 轮）`);
  const may = reading.affects.map((effect) => readingEffects[effect]).join('、');
  const first =
    shown.length > 0
      ? `在 ${rounds} 轮虚构投标中，不同理解改变了：${shown.join('、')}`
      : counts.facts > 0
        ? `在 ${rounds} 轮虚构投标中，不同理解改变了审查所见，未改变结果；可能影响${may}`
        : `在 ${rounds} 轮虚构投标中未遇到，可能影响${may}`;
  return settled ? `${first}（已有依据）` : first;
}

function exampleOf({ example }: OpenReading): string {
  if (!example) return '无';
  const because = example.because[0] ? `；原因：${example.because[0]}` : '';
  return `虚构投标第 ${example.round} 轮，如按“${example.title}”：${example.says.slice(0, 3).join('；') || '审查所见不同'}${because}`;
}

function itemOf(input: ClarificationNoticeInput, open: OpenReading, index: number): Section {
  const { tender, found } = input;
  const reading = tender.readings.find(({ id }) => id === open.reading)!;
  const others = reading.options.filter(({ id }) => id !== reading.pick);
  const rows = [
    { label: '原文位置', value: whereOf(tender, reading.lines) },
    { label: '问题', value: `${reading.question}（读法 ${reading.id}）` },
    { label: '拟明确为', value: `□ ${open.pick.title}` },
    { label: '备选', value: others.map(({ title }) => `□ ${title}`).join('\n') },
    { label: '为何需要明确', value: whyOf(open, reading, found.rounds) },
    { label: '举例', value: exampleOf(open) },
    { label: '是否影响投标文件编制', value: '□ 是（须遵守第 3 节的时限）　□ 否' },
  ];
  return {
    id: `item-${index + 1}`,
    heading: `2.${index + 1} ${reading.question}`,
    level: 2,
    blocks: [
      { kind: 'facts', rows },
      { kind: 'paragraph', text: confirmation },
    ],
  };
}

function header({ tender }: ClarificationNoticeInput): Block {
  return {
    kind: 'facts',
    rows: [
      { label: '项目名称', value: tender.title },
      { label: '项目编号', value: tender.number },
      { label: '采购人', value: tender.purchaser },
      { label: '采购代理机构', value: tender.agency },
      { label: '首次公告日期', value: blank },
      { label: '澄清公告日期', value: blank },
      { label: '发布媒介', value: tender.media?.join('、') || blank },
    ],
  };
}

function deadline({ tender }: ClarificationNoticeInput): Block[] {
  const { days, basis } = noticePeriod(tender);
  return [
    {
      kind: 'paragraph',
      text: `澄清或者修改的内容可能影响投标文件编制的，应当在投标截止时间至少 ${days} 日前，以书面形式通知所有获取招标文件的潜在投标人；不足 ${days} 日的，应当顺延提交投标文件的截止时间（${basis}；《政府采购货物和服务招标投标管理办法》第二十七条，引用前须核对现行文本）。`,
    },
    {
      kind: 'facts',
      rows: [
        { label: '原投标截止时间', value: tender.dates.bidDeadline.replace('T', ' ').slice(0, 16) },
        { label: '是否顺延', value: '□ 不顺延　□ 顺延至：＿＿＿＿年＿＿月＿＿日＿＿时＿＿分' },
      ],
    },
  ];
}

/**
 * A draft notice of clarification: one item for each reading without basis that concerns the procedure, the telling
 * ones first. It settles nothing: every box waits for a person. It rests on invented bids only.
 */
export function clarificationNotice(input: ClarificationNoticeInput): Document {
  const { tender, found, seed, createdAt } = input;
  const open = found.readings.filter(({ settled }) => !settled);
  return {
    title: '澄清公告（草稿）',
    subtitle: tender.title,
    form: 'letter',
    pageMarks: ['草稿，未经采购人逐条确认不得发布'],
    createdAt,
    cover: [
      { label: '规格摘要', value: tender.digest },
      { label: '澄清事项', value: `${open.length} 项（尚无依据的读法）` },
      { label: '依据的模拟', value: `虚构投标 ${found.rounds} 轮，种子 ${seed}；不含任何真实投标` },
    ],
    sections: [
      {
        id: 'project',
        heading: '1 项目基本情况',
        level: 1,
        blocks: [
          header(input),
          {
            kind: 'paragraph',
            tone: 'notice',
            text: '本草稿由程序生成，发布前删去未勾选的事项、备选、“为何需要明确”与“举例”各行；同一问题的表述须与招标文件用语一致，澄清不得以不合理的条件限制、排斥潜在投标人。',
          },
        ],
      },
      {
        id: 'items',
        heading: '2 澄清事项',
        level: 1,
        blocks: open.length === 0 ? [{ kind: 'paragraph', text: '没有尚无依据的读法。' }] : [],
      },
      ...open.map((one, index) => itemOf(input, one, index)),
      { id: 'deadline', heading: '3 对投标截止时间的影响', level: 1, blocks: deadline(input) },
      {
        id: 'confirmation',
        heading: '4 确认',
        level: 1,
        blocks: [
          {
            kind: 'paragraph',
            text: '其余内容不变。本公告构成招标文件的组成部分，与原文不一致的，以本公告为准。',
          },
          { kind: 'signatures', roles: ['采购人（盖章）', '采购代理机构（盖章）', '法务核对', '经办人'] },
        ],
      },
    ],
  };
}
