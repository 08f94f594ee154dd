import type { Problem } from '../../spec/index.ts';
import { schemaProblems } from '../../spec/load/index.ts';
import { readRoundWorkbook } from '../round-workbook/index.ts';
import type { Complaints, Part, Path } from './complaints.ts';
import { boundedBytes, type FoundFile } from './folder.ts';
import { oddCharacters, type PartKind, partSchemas, personalKeys } from './part.ts';

const workbookBytes = 20_000_000;

/** A part of a workbook that fits its schema. */
export interface WorkbookPart extends Part<unknown> {
  kind: PartKind;
}

/** Reads the parts of a workbook and holds them against their schemas; complaints name cells. */
export async function readWorkbookParts(found: FoundFile, complaints: Complaints): Promise<WorkbookPart[]> {
  const { file } = found;
  const bytes = await complaints.attempt(() => boundedBytes(found.path, file, workbookBytes));
  if (!bytes) return [];
  const { parts, problems } = readRoundWorkbook(file, bytes);
  complaints.add(problems);
  const complained = new Set(problems.map(({ cell }) => cell));
  return parts.flatMap(({ kind, value, cellOf }): WorkbookPart[] => {
    const placeOf = (path: Path): Pick<Problem, 'cell'> => {
      const cell = cellOf(path);
      return cell === undefined ? {} : { cell };
    };
    const misfits = schemaProblems(value, partSchemas[kind], file, placeOf, { personal: personalKeys });
    // A cell that could not be read leaves a gap; one complaint of it is enough.
    complaints.add(misfits.filter(({ cell }) => cell === undefined || !complained.has(cell)));
    const part = { file, value, placeOf };
    const odd = misfits.length > 0 ? [] : oddCharacters(part);
    complaints.add(odd);
    return misfits.length + odd.length > 0 ? [] : [{ ...part, kind }];
  });
}
