import {
  type Catalogue,
  contractFileSchema,
  Fault,
  kpiFileSchema,
  obligationFileSchema,
  type Problem,
  procedureSchemas,
  requirementFileSchema,
  type Tender,
  tariffFileSchema,
  tenderFileSchema,
} from '../../spec/index.ts';
import { schemaProblems, type YamlFile } from '../../spec/load/index.ts';
import { assembleTender } from '../../spec/load/tender.ts';
import { readTender, type TenderFiles } from '../../spec/load/tender-files.ts';
import { type Leaf, leavesOf, type Step } from './leaves.ts';

type File = YamlFile<unknown>;
/** A file of a tender that carries figures: how to find it among those that were read, and how to put another there. */
interface Slot {
  name: string;
  schema: object;
  file: File;
  with: (file: File) => TenderFiles;
}
export interface TenderData {
  id: string;
  files: TenderFiles;
  slots: Map<string, Slot>;
  leaves: Leaf[];
}

const plainFiles = {
  head: ['tender.yaml', tenderFileSchema],
  tariff: ['tariff.yaml', tariffFileSchema],
  kpi: ['kpi.yaml', kpiFileSchema],
  contract: ['contract.yaml', contractFileSchema],
  obligations: ['obligations.yaml', obligationFileSchema],
} as const;

function slotsOf(files: TenderFiles): Slot[] {
  const plain = Object.entries(plainFiles).flatMap(([member, [name, schema]]): Slot[] => {
    const file = files[member as keyof typeof plainFiles] as File | undefined;
    return file
      ? [{ name, schema, file, with: (other) => ({ ...files, [member]: other }) as TenderFiles }]
      : [];
  });
  const procedure = Object.entries(files.procedure).map(
    ([member, file]): Slot => ({
      name: `${member}.yaml`,
      schema: procedureSchemas[member as keyof typeof procedureSchemas],
      file,
      with: (other) => ({ ...files, procedure: { ...files.procedure, [member]: other } }) as TenderFiles,
    }),
  );
  const sections = files.sections.flatMap(({ name, file }, index): Slot[] =>
    file
      ? [
          {
            name: `requirements/${name}`,
            schema: requirementFileSchema,
            file,
            with: (other) =>
              ({
                ...files,
                sections: files.sections.with(index, { name, file: other as never }),
              }) as TenderFiles,
          },
        ]
      : [],
  );
  return [...plain, ...procedure, ...sections];
}

/** Parses a tender's folder once; every mutant starts from this. */
export function readTenderData(id: string, root: string): TenderData {
  const problems: Problem[] = [];
  const files = readTender(id, root, problems);
  if (problems.length > 0) throw new Fault('SPEC_INVALID', problems);
  const slots = slotsOf(files);
  return {
    id,
    files,
    slots: new Map(slots.map((slot) => [slot.name, slot])),
    leaves: slots.flatMap(({ name, file, schema }) => leavesOf(name, file.value, schema)),
  };
}

/** The value of a file with one leaf changed; what an alias repeats changes everywhere, as it would in the file. */
function changed(value: unknown, path: Step[], to: unknown): unknown {
  const copy = structuredClone(value);
  const holder = path.slice(0, -1).reduce<unknown>((at, step) => (at as Record<Step, unknown>)[step], copy);
  const last = path.at(-1)!;
  const old = (holder as Record<Step, unknown>)[last];
  if (typeof old === 'object' && old !== null && !Array.isArray(old)) Object.assign(old, to);
  else (holder as Record<Step, unknown>)[last] = to;
  return copy;
}

export interface Mutated {
  /** Of its own file, schema and leaf table alone. */
  leaves: () => Leaf[];
  /** What the loader makes of it, or why it refuses. */
  load: () => Tender | string;
}

/** The tender's data with one leaf changed. */
export function mutate(data: TenderData, leaf: Leaf, to: unknown, catalogue: Catalogue): Mutated {
  const slot = data.slots.get(leaf.file)!;
  const value = changed(slot.file.value, leaf.path, to);
  return {
    leaves: () => leavesOf(slot.name, value, slot.schema),
    load: () => {
      const unfit = schemaProblems(value, slot.schema, slot.file.file, () => ({}));
      // Alternatives of readings are held to the laws by themselves; weighing them each time costs five times the rest.
      const files = { ...slot.with({ ...slot.file, value }), readings: undefined };
      if (unfit.length > 0) return unfit[0]!.message;
      try {
        // Nobody here asks for the digest, and computing it costs as much as all laws.
        return { ...assembleTender(files, { catalogue }), digest: '' };
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        return error.problems[0]!.message;
      }
    },
  };
}
