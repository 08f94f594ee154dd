import type { Block, Cell, Section } from '../../../../spec/index.ts';
import type { Material } from '../material.ts';
import { instantWords, stageWords } from '../words.ts';

/** Chapter 7: the readings that were frozen, each with its basis, and what the committee resolved on others. */
export function readingsChapter(material: Material): Section[] {
  const { evaluation, round, member } = material;
  const { freeze, readings, touched } = evaluation;
  const frozen = round.freeze?.readings ?? [];
  return [
    {
      id: 'readings',
      heading: '7 招标文件有不同理解之处的读法',
      level: 1,
      blocks: [
        {
          kind: 'paragraph',
          ...(freeze ? {} : { tone: 'notice' as const }),
          text: freeze
            ? `下列读法于 ${instantWords(freeze.frozenAt)}（北京时间）冻结，摘要 ${freeze.digest}。`
            : '下列读法没有在开标前冻结。',
        },
        {
          kind: 'table',
          columns: [
            { title: '编号', width: 8 },
            { title: '问题', width: 32 },
            { title: '采用的读法', width: 34 },
            { title: '依据', width: 26 },
          ],
          rows: readings.map(({ id, question, title, basis }) => [
            { text: id },
            { text: question },
            { text: title },
            { text: frozen.find((one) => one.id === id)?.basis ?? basis },
          ]),
        },
      ],
    },
    {
      id: 'resolutions',
      heading: '7.1 开标后触及的读法与评标委员会决议',
      level: 2,
      blocks: [
        touched.length === 0
          ? { kind: 'paragraph', text: '没有触及尚无依据的读法。' }
          : {
              kind: 'table',
              columns: [
                { title: '编号', width: 8 },
                { title: '问题', width: 30 },
                { title: '原文', width: 12 },
                { title: '阶段', width: 16 },
                { title: '处理', width: 34 },
              ],
              rows: touched.map((one) => [
                { text: one.id },
                { text: one.question },
                { text: `第 ${one.lines.join('、')} 行` },
                { text: one.stages.map(stageWords).join('、') },
                {
                  text: one.resolved
                    ? `决议：${optionTitle(material, one.id, one.resolved.option)}。${one.resolved.reasons}（${one.resolved.signedBy.map(member).join('、')}）`
                    : '尚无决议；须由评标委员会作出附理由的书面决议，或者停止评审',
                },
              ]),
            },
        ...resolutionTable(material),
      ],
    },
  ];
}

function optionTitle({ tender }: Material, reading: string, option: string): string {
  const found = tender.readings.find(({ id }) => id === reading);
  return found?.options.find(({ id }) => id === option)?.title ?? option;
}

/** The signed resolutions by their digests. */
function resolutionTable(material: Material): Block[] {
  const resolutions = material.round.proceedings.resolutions ?? [];
  if (resolutions.length === 0) return [];
  return [
    {
      kind: 'table',
      caption: '决议文件',
      columns: [
        { title: '编号', width: 8 },
        { title: '决议', width: 34 },
        { title: '时间', width: 18 },
        { title: '文件摘要', width: 40 },
      ],
      rows: resolutions.map(({ reading, option, at, digest }): Cell[] => [
        { text: reading },
        { text: optionTitle(material, reading, option) },
        { text: instantWords(at) },
        digest ? { digest } : { text: '未登记' },
      ]),
    },
  ];
}
