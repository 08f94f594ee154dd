import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, resolve } from 'node:path';
import {
  type Attestation,
  type AttestationDraft,
  type AttestedExamination,
  type AttestedPaper,
  type AttestedVisit,
  type AttestFile,
  attestationsInForce,
  attestFileSchema,
  beijingDay,
  type Checkable,
  canonicalJson,
  checkId,
  documentKinds,
  type EvidenceItem,
  Fault,
  type Paper,
  type Photo,
  type Problem,
  type Verification,
} from '../../spec/index.ts';
import { digestOf, readYaml, type YamlFile } from '../../spec/load/index.ts';
import { pdfPages } from './pdf-pages.ts';
import { mediaTypes, type PaperFormat, paperLimits, recognise } from './recognise.ts';
import { readSuppliedData } from './supplied-data.ts';

export interface ReadAttestationOptions {
  /** The checkables that the run selected. */
  checkables: readonly Checkable[];
  /** What was attested before. */
  earlier: readonly Attestation[];
  /** ISO 8601: nothing can have been examined after it. */
  now: string;
}

/** What attest.yaml hands in, checked; nothing is kept yet. */
export interface ReadAttestations {
  drafts: AttestationDraft[];
  /** Bytes of the files that the drafts name, by digest. */
  bytes: Map<string, Uint8Array>;
  /** Checks that the file lists without papers or witnesses. */
  unfilled: string[];
  /** Checks whose very attestation is already in the record. */
  repeated: string[];
}

interface Taken {
  item: EvidenceItem;
  bytes: Uint8Array;
  format: PaperFormat;
}

type Complain = (
  path: (string | number)[],
  message: string,
  remedy: string,
  more?: Pick<Problem, 'cell' | 'file'>,
) => void;

/** Reads one file that attest.yaml names, bounded and recognised by content; undefined after a complaint. */
function takeFile(
  folder: string,
  name: string,
  label: string,
  complain: (message: string, remedy: string) => void,
): Taken | undefined {
  const path = isAbsolute(name) ? name : resolve(folder, name);
  let bytes: Uint8Array;
  try {
    const { size } = statSync(path);
    if (!statSync(path).isFile()) throw new Error('no file');
    if (size > paperLimits.fileBytes) {
      complain(`文件超过 ${paperLimits.fileBytes / 1e6} MB`, '拆分，或降低扫描分辨率后提交');
      return undefined;
    }
    bytes = new Uint8Array(readFileSync(path));
  } catch {
    complain('文件不存在或无法读取', '检查路径与权限；相对路径以 attest.yaml 所在目录为准');
    return undefined;
  }
  const { format, refusal } = recognise(bytes);
  if (refusal) {
    complain(refusal.message, refusal.remedy);
    return undefined;
  }
  const digest = digestOf(bytes);
  return {
    item: { digest, mediaType: mediaTypes[format], label, bytes: bytes.length },
    bytes,
    format,
  };
}

/**
 * Reads attest.yaml and every file it names. Throws INTAKE_INVALID with all problems at once; messages name places,
 * never persons or what a paper lists.
 */
export function readAttestations(file: string, options: ReadAttestationOptions): ReadAttestations {
  const yaml = readYaml<AttestFile>(file, attestFileSchema, 'INTAKE_INVALID', {
    personal: ['name', 'organisation', 'role', 'remark', 'names', 'examinedBy', 'witnesses'],
  });
  const problems: Problem[] = [];
  const complain: Complain = (path, message, remedy, more = {}) => {
    const line = yaml.lineOf(path);
    problems.push({
      file,
      ...(line === undefined ? {} : { line }),
      path: path.join('/'),
      message,
      remedy,
      ...more,
    });
  };
  const desk: Desk = {
    yaml,
    folder: dirname(resolve(file)),
    options,
    complain,
    problems,
    bytes: new Map(),
    seen: new Set(),
  };
  const read: ReadAttestations = { drafts: [], bytes: desk.bytes, unfilled: [], repeated: [] };
  (yaml.value.examinations ?? []).forEach((one, index) => {
    if (one.documents.length === 0) read.unfilled.push(one.check);
    else add(desk, read, ['examinations', index], one, 'examine', () => examination(desk, index, one));
  });
  (yaml.value.visits ?? []).forEach((one, index) => {
    if (one.witnesses.length === 0) read.unfilled.push(one.check);
    else add(desk, read, ['visits', index], one, 'interview', (v) => visit(desk, index, one, v));
  });
  if (problems.length > 0) throw new Fault('INTAKE_INVALID', problems);
  return read;
}

interface Desk {
  yaml: YamlFile<AttestFile>;
  folder: string;
  options: ReadAttestationOptions;
  complain: Complain;
  problems: Problem[];
  bytes: Map<string, Uint8Array>;
  seen: Set<string>;
}

/** Checks whom an entry speaks of and what it replaces, then reads it. */
function add(
  desk: Desk,
  read: ReadAttestations,
  path: (string | number)[],
  entry: { check: string; replaces?: string | undefined },
  method: Verification['method'],
  draft: (verification: Verification) => AttestationDraft,
): void {
  const { options, complain, seen } = desk;
  const verification = options.checkables
    .flatMap((checkable) => checkable.verification.map((v) => ({ id: checkId(checkable, v), v })))
    .find(({ id }) => id === entry.check)?.v;
  if (!verification || verification.method !== method) {
    const what = method === 'examine' ? '审查' : '现场核查';
    complain(
      [...path, 'check'],
      verification ? `${entry.check} 不是${what}项` : `本次测试所选条目中没有核验项 ${entry.check}`,
      '用 attest --template 写出全部待审查与待核查的项',
    );
    return;
  }
  if (seen.has(entry.check)) {
    complain([...path, 'check'], `${entry.check} 在文件中出现两次`, '每个核验项只写一次');
    return;
  }
  seen.add(entry.check);
  const made = draft(verification);
  const inForce = attestationsInForce(options.earlier).filter(({ check }) => check === entry.check);
  const same = options.earlier.some(
    ({ id, recordedAt, ...rest }) => canonicalJson(rest) === canonicalJson(made),
  );
  if (same) {
    read.repeated.push(entry.check);
    return;
  }
  const wanted = inForce.at(-1)?.id;
  if (entry.replaces !== wanted)
    complain(
      [...path, 'replaces'],
      wanted === undefined ? `${entry.check} 此前没有可替代的记录` : `${entry.check} 已有记录 ${wanted}`,
      wanted === undefined ? '删去 replaces' : `写明 replaces: ${wanted}；原记录仍会保留`,
    );
  read.drafts.push(made);
}

function pastDay(desk: Desk, path: (string | number)[], day: string | undefined, what: string): void {
  if (day !== undefined && day > beijingDay(desk.options.now))
    desk.complain(path, `${what} ${day} 晚于今天`, '改正日期');
}

function take(desk: Desk, path: (string | number)[], name: string, label: string): Taken | undefined {
  const taken = takeFile(desk.folder, name, label, (message, remedy) =>
    desk.complain([...path, 'file'], message, remedy),
  );
  if (taken) desk.bytes.set(taken.item.digest, taken.bytes);
  return taken;
}

function examination(desk: Desk, index: number, one: AttestedExamination): AttestationDraft {
  const path = ['examinations', index];
  pastDay(desk, [...path, 'examinedOn'], one.examinedOn, '审查日期');
  if (one.covers && one.covers.from > one.covers.to)
    desk.complain([...path, 'covers'], '涵盖的起始日期晚于终止日期', '改正日期');
  const digests = new Set<string>();
  const documents = one.documents.flatMap((paper, at): Paper[] => {
    const place = [...path, 'documents', at];
    const read = paperOf(desk, place, paper);
    if (read && digests.has(read.evidence.digest))
      desk.complain([...place, 'file'], '同一份文件列了两次', '每份文件只列一次');
    if (read) digests.add(read.evidence.digest);
    return read ? [read] : [];
  });
  return { type: 'examination', ...one, documents };
}

function paperOf(desk: Desk, path: (string | number)[], paper: AttestedPaper): Paper | undefined {
  const { file, data, ...facts } = paper;
  if (paper.issuedOn !== undefined && paper.validUntil !== undefined && paper.validUntil < paper.issuedOn)
    desk.complain([...path, 'validUntil'], '有效期止于签发日期之前', '改正日期');
  const taken = take(desk, path, file, `${documentKinds[paper.kind]}：${paper.title}`);
  if (!taken) return undefined;
  const summaries = (data ?? []).flatMap((one, index) => {
    try {
      return [readSuppliedData({ file: basename(file), bytes: taken.bytes, format: taken.format }, one)];
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      for (const problem of error.problems)
        desk.problems.push({ ...problem, path: [...path, 'data', index].join('/') });
      return [];
    }
  });
  const inFile = taken.format === 'pdf' ? pdfPages(taken.bytes) : undefined;
  return {
    ...facts,
    evidence: taken.item,
    ...(inFile === undefined ? {} : { pagesInFile: inFile }),
    ...(data ? { data: summaries } : {}),
  };
}

function visit(desk: Desk, index: number, one: AttestedVisit, verification: Verification): AttestationDraft {
  const path = ['visits', index];
  pastDay(desk, [...path, 'date'], one.date, '核查日期');
  const lines = verification.method === 'interview' ? verification.checklist.length : 0;
  one.witnesses.forEach(({ answers }, at) => {
    answers.forEach(({ item }, line) => {
      if (item > lines)
        desk.complain(
          [...path, 'witnesses', at, 'answers', line, 'item'],
          `核查要点共 ${lines} 条，没有第 ${item} 条`,
          '按模板所列的序号作答',
        );
    });
  });
  const photos = (one.photos ?? []).flatMap((photo, at): Photo[] => {
    const place = [...path, 'photos', at];
    pastDay(desk, [...place, 'takenAt'], beijingDay(photo.takenAt), '拍摄日期');
    const taken = take(desk, place, photo.file, `现场照片：${photo.of ?? one.check}`);
    if (taken && taken.format !== 'png' && taken.format !== 'jpeg')
      desk.complain([...place, 'file'], '照片不是 PNG 或 JPEG', '提交相机或手机拍摄的原图');
    const { file: _, ...facts } = photo;
    return taken ? [{ ...facts, evidence: taken.item }] : [];
  });
  return { type: 'visit', ...one, photos };
}
