import type { Tender } from '../spec/index.ts';

/** A round.yaml to fill in: every reading with its options stands in it as a comment. */
export function roundSkeleton(tender: Tender): string {
  const procedural = tender.readings.filter(({ affects }) =>
    affects.some((effect) => ['validity', 'points', 'rank'].includes(effect)),
  );
  const members = (tender.committee?.composition ?? []).flatMap((group) =>
    Array.from({ length: group.count.value }, (_, index) => [
      `    - id: ${group.id}-${index + 1}   # ${group.title}`,
      `      name: 待填`,
      `      group: ${group.id}`,
      ...(index === 0 && group.mayLead !== false && group.expert ? ['      leads: true'] : []),
      '      attendedOpening: false',
      '      noInterest: true    # 已声明无回避情形',
      '      secrecy: true       # 已承诺保密',
    ]),
  );
  return [
    '# 评审项目。各键的说明见 docs/schemas/round.schema.json。',
    'id: my-round',
    'title: 待填',
    `tender: ${tender.id}   # ${tender.title}`,
    'mode: rehearsal   # rehearsal 演练，authorised 经授权评审，post-award 定标后复核',
    'synthetic: true   # 投标为模拟数据；真实数据改为 false',
    '',
    '# 读法：未列出的取招标规格的选定读法。经授权评审须在截止前用 round freeze 冻结。',
    'readings: []',
    ...procedural.flatMap((reading) => [
      `#  - id: ${reading.id}   # ${reading.question}（原文第 ${reading.lines.join('、')} 行）`,
      `#    option: ${reading.pick}   # ${reading.options.map(({ id, title }) => `${id} ${title}`).join('；')}`,
    ]),
    '',
    'opening:',
    `  startedAt: '${tender.dates.opening}'`,
    '  objections: []',
    '',
    ...(members.length > 0 ? ['committee:', '  members:', ...members] : []),
    '',
  ].join('\n');
}
