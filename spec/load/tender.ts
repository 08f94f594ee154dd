import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Assessment,
  type Catalogue,
  type Checkable,
  type CheckableKind,
  contractFileSchema,
  Fault,
  type KpiFile,
  kpiFileSchema,
  type Place,
  type Problem,
  partSchema,
  printQuantity,
  procedureSchemas,
  type Tender,
  tariffFileSchema,
  type Verification,
  verificationSchema,
} from '../index.ts';
import { digestOfJson } from './digest.ts';
import { checkLaws } from './laws.ts';
import type { Origin } from './origin.ts';
import { checkProcedure, procedureOf } from './procedure.ts';
import { applyReadings } from './readings.ts';
import { specRoot } from './root.ts';
import { inForce } from './statutes.ts';
import { checkSums } from './sums.ts';
import { type RawCheckable, readTender, type TenderFiles } from './tender-files.ts';
import type { YamlFile } from './yaml.ts';

export interface LoadTenderOptions {
  catalogue: Catalogue;
  /** Reading id -> option id; readings that are not named keep their pick. */
  readings?: Record<string, string>;
  /** Folder of tender folders; the built-in one by default. */
  root?: string;
}

/** What an option of a reading must leave of a checkable. */
const settableSchema = {
  type: 'array',
  items: {
    type: 'object',
    properties: {
      parts: { type: 'array', items: partSchema },
      verification: { type: 'array', items: verificationSchema },
    },
  },
};

/** Files of requirements/ that hold no technical clauses and do not count among them. */
const kindOfFile: Record<string, CheckableKind> = {
  'commercial.yaml': 'commercial',
  'other.yaml': 'other',
  'unnumbered.yaml': 'obligation',
};

/** Every verification gets an id: its own, or its part's, numbered from the second on. */
function numbered(verification: Verification[]): Verification[] {
  const uses = new Map<string, number>();
  return verification.map((v) => {
    if (v.id !== undefined) return v;
    const n = (uses.get(v.part) ?? 0) + 1;
    uses.set(v.part, n);
    return { ...v, id: n === 1 ? v.part : `${v.part}-${n}` };
  });
}

/** The statement as people read it: `{name}` becomes the figure with its unit. Unknown names stay, and a law names them. */
function withFigures(statement: string, figures: Checkable['figures']): string {
  return statement.replace(/\{([a-z][a-zA-Z0-9-]*)\}/g, (whole, name: string) => {
    const quantity = figures[name];
    return quantity ? printQuantity(quantity) : whole;
  });
}

function toCheckable(raw: RawCheckable, kind: CheckableKind): Checkable {
  const title = raw.title ?? raw.service ?? raw.id;
  return {
    id: raw.id,
    kind,
    clause: raw.clause,
    starred: raw.starred ?? false,
    title,
    statement: withFigures(raw.statement ?? title, raw.figures ?? {}),
    figures: raw.figures ?? {},
    ...(raw.standard ? { standard: raw.standard } : {}),
    ...(raw.mergedCell ? { mergedCell: raw.mergedCell } : {}),
    proof: raw.proof ?? [],
    parts: raw.parts ?? [],
    verification: numbered(raw.verification ?? []),
  };
}

/** Applies the readings to what was read and holds the laws. Throws SPEC_INVALID with these and all earlier problems. */
export function assembleTender(
  files: TenderFiles,
  options: Pick<LoadTenderOptions, 'catalogue' | 'readings'>,
  problems: Problem[] = [],
): Omit<Tender, 'digest'> {
  const { head, source, readings, tariff, kpi, contract, statutes } = files;
  const checkables: Checkable[] = [];
  const origins = new Map<Checkable, Origin>();
  const add = (file: YamlFile<RawCheckable[]> | undefined, kind: CheckableKind) => {
    file?.value.forEach((raw, index) => {
      const checkable = toCheckable(raw, kind);
      checkables.push(checkable);
      origins.set(checkable, {
        file: file.file,
        statement: raw.statement ?? '',
        lineOf: (path) => file.lineOf([index, ...path]),
      });
    });
  };
  for (const { name, file } of files.sections) add(file, kindOfFile[name] ?? 'clause');
  add(tariff, 'tariff');
  add(kpi && { ...kpi, value: kpi.value.items, lineOf: (path) => kpi.lineOf(['items', ...path]) }, 'kpi');
  add(files.obligations, 'obligation');
  if (head) checkSums({ head: head.value, source, tariff, kpi, contract }, problems);
  if (!head || !source || problems.length > 0) throw new Fault('SPEC_INVALID', problems);

  const procedure = procedureOf(files.procedure);
  const scope = {
    data: {
      checkables,
      ...procedure,
      ...(tariff ? { tariff: tariff.value } : {}),
      ...(kpi ? { kpi: kpi.value } : {}),
      ...(contract ? { contract: contract.value } : {}),
    },
    schemas: {
      checkables: settableSchema,
      ...procedureSchemas,
      tariff: tariffFileSchema,
      kpi: kpiFileSchema,
      contract: contractFileSchema,
    },
  };
  const chosen = applyReadings(scope, readings, options.readings ?? {}, problems);
  checkLaws(
    { head: head.value, checkables, origins, catalogue: options.catalogue, sourceLines: source.value.lines },
    problems,
  );
  checkProcedure(files.procedure, head.value, source.value.lines, statutes ?? [], kpi, problems);
  if (problems.length > 0) throw new Fault('SPEC_INVALID', problems);
  return {
    ...head.value,
    ...procedure,
    ...(statutes ? { statutes: inForce(statutes, head.value.dates.bidDeadline.slice(0, 10)) } : {}),
    source: source.value,
    checkables,
    tariff: (tariff?.value ?? []).map(({ id: row, service, unit, price, performance, clause }) => ({
      id: row,
      service,
      unit,
      price,
      ...(performance ? { performance } : {}),
      clause,
    })),
    kpis: (kpi?.value.items ?? []).map((item) => ({
      id: item.id,
      group: item.group,
      category: item.category,
      title: item.title,
      points: item.points,
      deduction: item.deduction,
      dataSource: item.dataSource,
      clause: item.clause,
    })),
    ...(kpi ? { assessment: withoutItems(kpi.value) } : {}),
    ...(contract ? { contract: contract.value } : {}),
    readings: readings?.value ?? [],
    chosenReadings: chosen,
  };
}

/**
 * Loads a tender folder: parses every file, applies the readings, holds the laws.
 * Throws SPEC_UNKNOWN_TENDER, SPEC_UNKNOWN_READING, or SPEC_INVALID with all problems of all files at once.
 */
export function loadTender(id: string, options: LoadTenderOptions): Tender {
  const problems: Problem[] = [];
  const files = readTender(id, options.root ?? join(specRoot, 'tenders'), problems);
  return withDigest(assembleTender(files, options, problems));
}

function withoutItems({ items: _, ...frame }: KpiFile): Assessment {
  return frame;
}

/** The digest covers what evaluators see: readings count by their effect, not by the list of alternatives. */
function withDigest(tender: Omit<Tender, 'digest'>): Tender {
  const { readings: _, securitySections: __, ...seen } = tender;
  return { ...tender, digest: digestOfJson(seen) };
}

/** The lines of the source text that a checkable is bound to, joined; undefined when it names none. */
export function wordingOf(text: string, place: Place): string | undefined {
  const lines = place.lines;
  if (!lines) return undefined;
  return text
    .split(/\r?\n/)
    .slice(lines[0]! - 1, lines[1]!)
    .join('\n');
}

export function readSource(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new Fault('INTAKE_UNREADABLE', [
      { file, message: '招标文件文本无法读取', remedy: '检查路径与权限' },
    ]);
  }
}
