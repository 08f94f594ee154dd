import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Checkable,
  type Contract,
  contractFileSchema,
  Fault,
  type KpiFile,
  kpiFileSchema,
  obligationFileSchema,
  type Part,
  type Place,
  type Problem,
  type Reading,
  readingFileSchema,
  requirementFileSchema,
  type SourceFile,
  type Statute,
  sourceFileSchema,
  type TariffRow,
  type TenderFile,
  tariffFileSchema,
  tenderFileSchema,
  type Verification,
} from '../index.ts';
import { type ProcedureFiles, readProcedure } from './procedure.ts';
import { specRoot } from './root.ts';
import { loadStatutes } from './statutes.ts';
import { readYaml, type YamlFile } from './yaml.ts';

/** What a checkable looks like in a file, before defaults. */
export interface RawCheckable {
  id: string;
  clause: Place;
  starred?: boolean;
  title?: string;
  service?: string;
  statement?: string;
  figures?: Checkable['figures'];
  standard?: Checkable['standard'];
  mergedCell?: Place;
  proof?: Checkable['proof'];
  parts?: Part[];
  verification?: Verification[];
}

export function listTenders(root = join(specRoot, 'tenders')): string[] {
  if (!existsSync(root)) return [];
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, entry.name, 'tender.yaml')))
    .map((entry) => entry.name)
    .sort();
}

/** What `load` answers; its problems join the others, so that all are shown at once. */
function attempt<T>(problems: Problem[], load: () => T): T | undefined {
  try {
    return load();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}

/** Every file of a tender folder as read, before laws and readings. `undefined` where it is absent or was refused. */
export interface TenderFiles {
  id: string;
  head: YamlFile<TenderFile> | undefined;
  source: YamlFile<SourceFile> | undefined;
  readings: YamlFile<Reading[]> | undefined;
  tariff: YamlFile<(RawCheckable & TariffRow)[]> | undefined;
  kpi: YamlFile<KpiFile> | undefined;
  contract: YamlFile<Contract> | undefined;
  obligations: YamlFile<RawCheckable[]> | undefined;
  procedure: ProcedureFiles;
  statutes: Statute[] | undefined;
  /** In the tender's order, each with its name within requirements/. */
  sections: { name: string; file: YamlFile<RawCheckable[]> | undefined }[];
}

/** Parses every file of a tender folder; what is wrong with any of them is added to `problems`. */
export function readTender(id: string, root: string, problems: Problem[]): TenderFiles {
  if (!listTenders(root).includes(id)) {
    throw new Fault('SPEC_UNKNOWN_TENDER', [
      { message: `没有 ${id}`, remedy: `可用的招标规格：${listTenders(root).join('、') || '（无）'}` },
    ]);
  }
  const folder = join(root, id);
  const read = <T>(name: string, schema: object): YamlFile<T> | undefined =>
    attempt(problems, () =>
      readYaml<T>(join(folder, name), schema, 'SPEC_INVALID', {}, `tenders/${id}/${name}`),
    );
  const optional = <T>(name: string, schema: object) =>
    existsSync(join(folder, name)) ? read<T>(name, schema) : undefined;

  const head = read<TenderFile>('tender.yaml', tenderFileSchema);
  const source = read<SourceFile>('source.yaml', sourceFileSchema);
  const readings = optional<Reading[]>('readings.yaml', readingFileSchema);
  const tariff = optional<(RawCheckable & TariffRow)[]>('tariff.yaml', tariffFileSchema);
  const kpi = optional<KpiFile>('kpi.yaml', kpiFileSchema);
  const contract = optional<Contract>('contract.yaml', contractFileSchema);
  const obligations = optional<RawCheckable[]>('obligations.yaml', obligationFileSchema);
  const procedure = readProcedure(optional);
  const statutes = Object.keys(procedure).length > 0 ? attempt(problems, loadStatutes) : undefined;
  const names = existsSync(join(folder, 'requirements'))
    ? readdirSync(join(folder, 'requirements')).filter((n) => n.endsWith('.yaml'))
    : [];
  const bySection = new Intl.Collator('en', { numeric: true });
  const sections = names
    .sort(bySection.compare)
    .map((name) => ({ name, file: read<RawCheckable[]>(`requirements/${name}`, requirementFileSchema) }));
  return { id, head, source, readings, tariff, kpi, contract, obligations, procedure, statutes, sections };
}
