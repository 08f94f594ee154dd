import {
  type Assessment,
  holdsOn,
  type PathStep,
  type Problem,
  type Procedure,
  placesIn,
  procedureSchemas,
  type Statute,
  type TenderFile,
} from '../index.ts';
import type { Complain } from './origin.ts';
import {
  checkCommittee,
  checkForms,
  checkHandlingPromises,
  checkReview,
  checkTimetable,
} from './procedure-laws.ts';
import { checkScoring } from './scoring-laws.ts';
import type { YamlFile } from './yaml.ts';

type Member = keyof Procedure;
export type ProcedureFiles = { [M in Member]?: YamlFile<NonNullable<Procedure[M]>> };

/** Reads those of the procedure's files that the folder has. */
export function readProcedure(
  optional: <T>(name: string, schema: object) => YamlFile<T> | undefined,
): ProcedureFiles {
  const files: ProcedureFiles = {};
  for (const member of Object.keys(procedureSchemas) as Member[]) {
    const file = optional<never>(`${member}.yaml`, procedureSchemas[member]);
    if (file) files[member] = file;
  }
  return files;
}

/** The members that exist, as data. */
export function procedureOf(files: ProcedureFiles): Procedure {
  return Object.fromEntries(Object.entries(files).map(([member, file]) => [member, file.value])) as Procedure;
}

/** Every value that stands under the key `statute`, with its path. */
function citationsIn(value: unknown, path: PathStep[] = []): { path: PathStep[]; cited: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const members: [PathStep, unknown][] = Array.isArray(value)
    ? value.map((member, index) => [index, member])
    : Object.entries(value);
  return members.flatMap(([step, member]) =>
    step === 'statute'
      ? [member].flat().map((cited) => ({ path: [...path, step], cited: String(cited) }))
      : citationsIn(member, [...path, step]),
  );
}

/** In a list, no two members carry the same id. */
function repeatedIds(value: unknown, path: PathStep[] = []): { path: PathStep[]; id: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  if (!Array.isArray(value))
    return Object.entries(value).flatMap(([step, member]) => repeatedIds(member, [...path, step]));
  const seen = new Set<string>();
  return value.flatMap((member, index) => {
    const id = (member as { id?: unknown } | null)?.id;
    const again = typeof id === 'string' && seen.has(id) ? [{ path: [...path, index], id }] : [];
    if (typeof id === 'string') seen.add(id);
    return [...again, ...repeatedIds(member, [...path, index])];
  });
}

/** Laws over the procedure: places and citations resolve, ids are unique, everything that the tender adds up holds. */
export function checkProcedure(
  files: ProcedureFiles,
  head: TenderFile,
  sourceLines: number,
  statutes: Statute[],
  assessment: YamlFile<Assessment> | undefined,
  problems: Problem[],
): void {
  const day = head.dates.bidDeadline.slice(0, 10);
  const inForce = new Map<string, boolean>(
    statutes.flatMap((s) => s.rules.map((rule) => [`${s.id}/${rule.id}`, holdsOn(s, rule, day)] as const)),
  );
  const complainIn =
    (file: YamlFile<unknown>): Complain =>
    (path, message) => {
      const line = file.lineOf(path);
      problems.push({
        file: file.file,
        ...(line === undefined ? {} : { line }),
        path: path.join('/'),
        message,
      });
    };
  for (const file of Object.values(files)) {
    const complain = complainIn(file);
    for (const { path, place } of placesIn(file.value)) {
      const { lines } = place;
      if (lines && (lines[0]! > lines[1]! || lines[1]! > sourceLines))
        complain([...path, 'lines'], `行号 ${lines.join('-')} 超出原文 ${sourceLines} 行`);
      if (lines && !place.digest) complain(path, '给出了行号却没有原文摘要 digest');
    }
    for (const { path, cited } of citationsIn(file.value)) {
      if (!inForce.has(cited)) complain(path, `没有法规条目 ${cited}`);
      else if (!inForce.get(cited)) complain(path, `法规条目 ${cited} 在投标截止日 ${day} 不在施行期内`);
    }
    for (const { path, id } of repeatedIds(file.value)) complain(path, `编号 ${id} 重复`);
  }
  const procedure = procedureOf(files);
  if (files.scoring) checkScoring(files.scoring.value, head, complainIn(files.scoring));
  if (files.review) checkReview(files.review.value, procedure, head, complainIn(files.review));
  if (files.forms) checkForms(files.forms.value, head, complainIn(files.forms));
  if (files.committee) checkCommittee(files.committee.value, head, complainIn(files.committee));
  if (files.timetable) checkTimetable(files.timetable.value, head, complainIn(files.timetable));
  if (assessment) checkHandlingPromises(assessment.value, procedure.scoring, complainIn(assessment));
}
