import type { TenderDocument } from '../../intake/index.ts';
import { field, indent, quoted } from './yaml.ts';

interface Counts {
  technicalClauses: number;
  starred: number;
  tariffRows: number;
  kpis: number;
  points: string | undefined;
  members: string | undefined;
  forms: number;
}

const moment =
  /(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*(?:[上下]午)?\s*(?:(\d{1,2})\s*[:：时点]\s*(\d{1,2})?)?/g;
const two = (text: string | undefined) => (text ?? '0').padStart(2, '0');

/** Instants of a text in Beijing time, as ISO 8601; a date without a time is left out. */
function momentsIn(text: string): string[] {
  return [...text.normalize('NFKC').matchAll(moment)].flatMap(([, year, month, day, hour, minute]) =>
    hour === undefined ? [] : [`'${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:00+08:00'`],
  );
}

/** The lines under the heading whose title fits, up to the next one of its level. */
function under(text: TenderDocument, title: RegExp): string {
  const heading = text.headings.find((one) => one.level <= 4 && title.test(one.title));
  if (!heading) return '';
  const next = text.headings.find((one) => one.line > heading.line && one.level <= heading.level);
  return text.lines
    .slice(heading.line, next ? next.line - 1 : heading.line + 12)
    .map((line) => line.text)
    .join('\n');
}

/** `2400.00 万元` and `24000000元` as decimal strings in yuan. */
function yuan(text: string | undefined): string | undefined {
  const match = /([\d,]+(?:\.\d+)?)\s*(万)?\s*元/.exec(text ?? '');
  if (!match) return undefined;
  const [whole = '', fraction = ''] = match[1]!.replaceAll(',', '').split('.');
  if (!match[2]) return `'${whole}${fraction === '' ? '' : `.${fraction}`}'`;
  const moved = `${whole}${fraction.padEnd(4, '0')}`;
  const rest = moved.slice(whole.length + 4);
  return `'${moved.slice(0, whole.length + 4).replace(/^0+(?=\d)/, '')}${rest === '' ? '' : `.${rest}`}'`;
}

const textOf = (text: TenderDocument) => text.lines.map((line) => line.text).join('\n');

/** What stands behind a label of the front pages. */
function labelled(text: TenderDocument, label: string): string | undefined {
  const found = new RegExp(`(?:^|\\n)[^\\n：:]{0,8}${label}\\s*[：:]\\s*([^\\n\\t]{2,120})`, 'u')
    .exec(textOf(text))?.[1]
    ?.trim();
  return found === undefined || /^_+$/.test(found) ? undefined : found;
}

export const obtainableIn = (text: TenderDocument): string[] => momentsIn(under(text, /获取.*文件/));
export const deadlineIn = (text: TenderDocument): string | undefined =>
  momentsIn(under(text, /截止时间/))[0] ?? momentsIn(labelled(text, '投标截止时间') ?? '')[0];
export const openingIn = (text: TenderDocument): string | undefined =>
  momentsIn(under(text, /开标时间/))[0] ?? momentsIn(labelled(text, '开标时间') ?? '')[0];

/** tender.yaml with what a text says by the usual labels; whatever it does not say stays to be filled in. */
export function headOf(id: string, text: TenderDocument, counts: Counts): string {
  const whole = textOf(text);
  const say = (label: string) => {
    const found = labelled(text, label);
    return found === undefined ? undefined : quoted(found.replace(/[；;。]$/, ''));
  };
  const obtainable = obtainableIn(text);
  const deadline = deadlineIn(text);
  const opening = openingIn(text);
  const years = /服务期[限]?\s*[：:为]?\s*(\d+)\s*年/.exec(whole)?.[1];
  const days = /(\d+)\s*个?\s*(?:日历)?[日天]内完成/.exec(whole)?.[1];
  const doubt = '按通用规则从文本读出';
  const check = (key: string, value: string | undefined) =>
    field(key, value, value === undefined ? undefined : doubt);
  return [
    `# 由 tender new 生成的骨架：逐项填写“待填”、核对“待核”，填完之前装载会被拒绝`,
    `id: ${id}`,
    check('number', say('项目编号')),
    check('title', say('项目名称')),
    check('purchaser', say('采\\s*购\\s*人')),
    check('agency', say('(?:采购|招标)?代理机构')),
    check('procedure', say('采购方式')),
    check('budget', yuan(labelled(text, '预算(?:金额|价)'))),
    check('ceiling', yuan(labelled(text, '最高限价'))),
    'dates:',
    ...indent([
      ...(obtainable.length === 2
        ? [check('obtainableFrom', obtainable[0]), check('obtainableUntil', obtainable[1])]
        : []),
      check('bidDeadline', deadline),
      check('opening', opening),
    ]),
    'service:',
    ...indent([check('buildDays', days), check('years', years)]),
    'counts:',
    ...indent([
      check('technicalClauses', String(counts.technicalClauses)),
      check('starred', String(counts.starred)),
      ...(counts.tariffRows > 0 ? [check('tariffRows', String(counts.tariffRows))] : []),
      ...(counts.kpis > 0 ? [check('kpis', String(counts.kpis))] : []),
      check('points', counts.points && `'${counts.points}'`),
      check('members', counts.members),
      check('forms', String(counts.forms)),
    ]),
    '',
  ].join('\n');
}
