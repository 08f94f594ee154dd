import type { TenderDocument } from '../intake/index.ts';
import type { Draft } from './scaffold/draft.ts';
import { passagesOf } from './source-check/passage.ts';
import { headOf } from './tender-draft/head.ts';
import { procedureFiles } from './tender-draft/procedure.ts';
import { committeeSize, formNumbers } from './tender-draft/procedure-words.ts';
import { isTechnical, requirementFile, requirementGroups } from './tender-draft/requirements.ts';
import { pointsOf } from './tender-draft/scoring.ts';
import { kpiFile, scoringNotes, tariffFile } from './tender-draft/tables.ts';
import { field, quoted } from './tender-draft/yaml.ts';

/** The files of a new tender folder as far as a text can be read; paths are below the folder of tenders. */
export function draftTender(id: string, text: TenderDocument): Draft[] {
  const passages = passagesOf(text);
  const groups = requirementGroups(text, passages);
  const technical = groups.filter(isTechnical).flatMap(({ clauses }) => clauses);
  const head = headOf(id, text, {
    technicalClauses: technical.length,
    starred: technical.filter(({ starred }) => starred).length,
    tariffRows: passages.filter(({ kind }) => kind === 'tariff').length,
    kpis: passages.filter(({ kind }) => kind === 'kpi').length,
    points: pointsOf(text),
    members: committeeSize(text).members,
    forms: formNumbers(text),
  });
  const title = text.prose[0]?.text.split('\n')[0];
  const source = [
    field('title', title === undefined ? undefined : quoted(title), '取自首行'),
    `digest: ${text.digest}`,
    `lines: ${text.lines.length}`,
    '',
  ].join('\n');
  const taken = new Set<string>();
  const files: [string, string | undefined][] = [
    ['tender.yaml', head],
    ['source.yaml', source],
    ...groups.map((group): [string, string] => [
      `requirements/${group.file}.yaml`,
      requirementFile(group, taken),
    ]),
    ['tariff.yaml', tariffFile(text, passages)],
    ['kpi.yaml', kpiFile(text, passages)],
    ...procedureFiles(text, passages),
    ['as-read/scoring.yaml', scoringNotes(text)],
  ];
  return files.flatMap(([name, content]): Draft[] =>
    content === undefined ? [] : [{ verb: '新建', path: `${id}/${name}`, text: content }],
  );
}
