import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { Fault } from '../../spec/index.ts';
import type { Draft } from './draft.ts';
import { requireName, toBeWritten } from './name.ts';

/** A clause at the end of its section's file. The loader refuses the tender until the mark is taken away. */
export function draftRequirement(root: string, name: string): Draft[] {
  requireName(name, /^[a-z0-9][a-z0-9-]*:\d+(\.\d+)*-[0-9A-Za-z][0-9A-Za-z.]*$/, 'city-2026-1:5.1.1.1-10');
  const [tender, id] = name.split(':') as [string, string];
  const [section, item] = id.split('-') as [string, string];
  const folder = `spec/tenders/${tender}/requirements`;
  if (!existsSync(join(root, 'spec/tenders', tender))) {
    const known = readdirSync(join(root, 'spec/tenders')).sort().join('、');
    throw new Fault('SPEC_UNKNOWN_TENDER', [
      { message: `没有 ${tender}`, remedy: `可用的招标规格：${known}` },
    ]);
  }
  const files = existsSync(join(root, folder)) ? readdirSync(join(root, folder)).sort() : [];
  for (const file of files) refuseSecond(root, `${folder}/${file}`, id);
  const found = files.find((file) => file.startsWith(`${section}-`));
  const path = `${folder}/${found ?? `${section}-section.yaml`}`;
  const place = placeOf(root, found ? path : undefined);
  return [
    {
      verb: found ? '追加' : '新建',
      path,
      text: requirementText(id, section, item, place),
      advice: `请在 ${path} 中填写 ${id}，移到招标文件中的次序，再删去 incomplete 一行；此前该招标规格不能载入。`,
    },
  ];
}

function refuseSecond(root: string, path: string, id: string): void {
  const entries = (parse(readFileSync(join(root, path), 'utf8')) ?? []) as { id?: unknown }[];
  if (!Array.isArray(entries) || !entries.some((entry) => entry.id === id)) return;
  throw new Fault('USAGE_UNKNOWN_NAME', [
    { file: path, path: id, message: '该条款已经录入', remedy: '直接编辑该条款' },
  ]);
}

/** Part and chapter as the clauses beside it have them. */
function placeOf(root: string, path: string | undefined): { part: number; chapter: number } {
  const entries = path
    ? (parse(readFileSync(join(root, path), 'utf8')) as { clause: { part: number; chapter: number } }[])
    : [];
  return entries[0]?.clause ?? { part: 1, chapter: 1 };
}

const requirementText = (
  id: string,
  section: string,
  item: string,
  place: { part: number; chapter: number },
) => `
- id: '${id}'
  incomplete: 核对以下各行后删去本行
  clause: { part: ${place.part}, chapter: ${place.chapter}, section: '${section}', item: '${item}' }
  title: ${toBeWritten}
  statement: ${toBeWritten}
  parts:
    - { id: main, title: ${toBeWritten} }
  verification:
    - part: main
      method: examine
      documents: [statement]
      due: delivery
      look: ${toBeWritten}
`;
