import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { judge } from '../evaluators/compliance/index.ts';
import {
  digestOfRecord,
  foldRun,
  keepEarlier,
  keepJudgement,
  readJudgements,
  sealStateOf,
} from '../evidence/index.ts';
import { loadTarget, probes, type RunEvent, run } from '../harness/index.ts';
import { readAssetList, readInstruments } from '../intake/index.ts';
import { type Format, formats } from '../reports/index.ts';
import { Fault, type Judgement, type RunRecord, type Tender } from '../spec/index.ts';
import {
  clauseDigest,
  listTenders,
  loadCatalogue,
  loadTender,
  readSource,
  wordingOf,
} from '../spec/load/index.ts';
import { type BesideChoice, besides, chainFor, specOf } from './judge-again.ts';
import { picturesOf } from './pictures.ts';
import { type ReportFormat, reportFiles } from './report-formats.ts';
import { tools } from './version.ts';

/** How the spec is chosen, on every verb that needs one. */
export interface SpecChoice {
  /** Folder of tender folders; the built-in one by default. */
  tenders?: string | undefined;
  /** `A35=vcpus` each. */
  reading?: string[] | undefined;
  /** Other tender data: a folder, or an id among the tenders. */
  spec?: string | undefined;
}

export function parseReadings(list: string[] | undefined): Record<string, string> {
  return Object.fromEntries(
    (list ?? []).map((text) => {
      const match = /^([^=]+)=(.+)$/.exec(text);
      if (!match)
        throw new Fault('SPEC_UNKNOWN_READING', [
          { message: `读法 ${text} 的写法不对`, remedy: '写作 编号=选项，如 --reading A35=vcpus' },
        ]);
      return [match[1]!, match[2]!];
    }),
  );
}

export function openTender(
  id: string,
  choice: SpecChoice,
): { tender: Tender; catalogue: ReturnType<typeof loadCatalogue> } {
  const catalogue = loadCatalogue();
  const chosen = specOf(id, choice);
  const root = chosen.tenders === undefined ? {} : { root: chosen.tenders };
  return {
    catalogue,
    tender: loadTender(chosen.id, { catalogue, readings: parseReadings(choice.reading), ...root }),
  };
}

/** The tender that embedded defaults use: the first of the built-in ones. */
export function defaultTender(): string {
  const first = listTenders()[0];
  if (first === undefined) throw new Fault('SPEC_UNKNOWN_TENDER', '没有任何招标规格');
  return first;
}

/** What a resumed run needs to know of its first start. */
interface RunMemo {
  target: string;
  only?: string[];
  reading?: string[];
  tenders?: string;
}

const memoFile = (directory: string) => join(directory, 'resume.json');

export const hasMemo = (directory: string): boolean => existsSync(memoFile(directory));

export function readMemo(directory: string): RunMemo {
  if (!existsSync(memoFile(directory))) {
    throw new Fault('RECORD_MISSING', [
      {
        file: directory,
        message: '目录中没有 resume.json，无法续测',
        remedy: '以 --target 指明原来的目标文件',
      },
    ]);
  }
  return JSON.parse(readFileSync(memoFile(directory), 'utf8')) as RunMemo;
}

export interface AcceptOptions extends SpecChoice, BesideChoice {
  target: string;
  directory: string;
  only?: string[] | undefined;
  resume?: boolean;
  /** Register of instruments, over the one that the target file names. */
  instruments?: string | undefined;
  signal: AbortSignal;
  onEvent?: (event: RunEvent) => void;
}

/** Looks at the target and judges what was seen. The directory holds the record and the judgement afterwards. */
export async function accept(
  options: AcceptOptions,
): Promise<{ tender: Tender; record: RunRecord; judgement: Judgement }> {
  const loaded = loadTarget(options.target);
  const { tender, catalogue } = openTender(loaded.target.tender, options);
  const assets = loaded.target.assets
    ? await readAssetList(loaded.pathOf(loaded.target.assets.file))
    : undefined;
  const register =
    options.instruments ??
    (loaded.target.instruments ? loaded.pathOf(loaded.target.instruments.file) : undefined);
  const instruments = register === undefined ? undefined : readInstruments(register);
  if (options.resume) {
    const earlier = foldRun(options.directory);
    if (earlier.target.fileDigest !== loaded.fileDigest) {
      throw new Fault('RECORD_INVALID', [
        {
          file: options.target,
          message: '目标文件与首次测试时不同',
          remedy: '恢复原来的目标文件，或另行开始一次测试',
        },
      ]);
    }
  }
  const chain = options.retestOf === undefined ? undefined : chainFor(options.retestOf, loaded);
  await run({
    directory: options.directory,
    tender,
    catalogue,
    loaded,
    probes,
    assets,
    instruments,
    only: options.only,
    resume: options.resume ?? false,
    retestOf: chain?.at(-1)?.link,
    tools: tools(),
    signal: options.signal,
    onOpened: () => {
      if (chain) keepEarlier(options.directory, chain);
      const memo: RunMemo = {
        target: options.target,
        ...(options.only === undefined ? {} : { only: options.only }),
        ...(options.reading === undefined ? {} : { reading: options.reading }),
        ...(options.tenders === undefined ? {} : { tenders: options.tenders }),
      };
      writeFileSync(memoFile(options.directory), `${JSON.stringify(memo, null, 2)}\n`, { mode: 0o600 });
    },
    ...(options.onEvent ? { onEvent: options.onEvent } : {}),
  });
  return judgeRun(options.directory, options);
}

/** The instant a judgement speaks of, when nobody says otherwise: the end of what was seen, papers included. */
function endOf(record: RunRecord): string {
  const attested = record.attestations?.at(-1)?.recordedAt;
  const seen = endOfRun(record);
  return attested !== undefined && Date.parse(attested) > Date.parse(seen) ? attested : seen;
}

function endOfRun(record: RunRecord): string {
  return (
    record.finishedAt ??
    record.observations
      .map((o) => o.window.to)
      .sort()
      .at(-1) ??
    record.startedAt
  );
}

/** Judges a run directory as it stands; equal to the newest revision, it answers that one. */
export function judgeRun(
  directory: string,
  choice: SpecChoice & BesideChoice & { asOf?: string | undefined; because?: string | undefined },
): { tender: Tender; record: RunRecord; judgement: Judgement; isNew: boolean } {
  const record = foldRun(directory);
  const { tender, catalogue } = openTender(record.tender.id, choice);
  const draft = judge({
    tender,
    catalogue,
    record,
    recordDigest: digestOfRecord(record),
    asOf: choice.asOf ?? endOf(record),
    ...besides(directory, record, tender, choice),
  });
  return { tender, record, ...keepJudgement(directory, draft, choice.because) };
}

export function parseFormats(text: string): Format[] {
  return text.split(',').map((name) => {
    const format = (Object.keys(formats) as Format[]).find((f) => f === name.trim());
    if (!format)
      throw new Fault('USAGE_UNKNOWN_FORMAT', [
        { message: `没有格式 ${name}`, remedy: `可用：${Object.keys(formats).join('、')}` },
      ]);
    return format;
  });
}

/** The official wording by checkable; a passage that no longer has its bound digest is said to differ, not shown. */
function officialWording(tender: Tender, text: string): Map<string, string> {
  return new Map(
    tender.checkables.flatMap((checkable): [string, string][] => {
      const wording = wordingOf(text, checkable.clause);
      if (wording === undefined) return [];
      const { digest } = checkable.clause;
      const same = digest === undefined || digest === clauseDigest(wording);
      return [[checkable.id, same ? wording : '（所给文本此处与录入时的摘要不符，未予引用）']];
    }),
  );
}

export interface ReportOptions extends SpecChoice {
  directory: string;
  formats: ReportFormat[];
  judgement: Judgement;
  record: RunRecord;
  /** Text of the tender, for the official wording. */
  source?: string | undefined;
}

/** Renders the report of a judgement into DIR/report; answers the files. */
export async function writeReports(options: ReportOptions): Promise<string[]> {
  const { judgement, record } = options;
  const readings = Object.entries(Object.fromEntries(judgement.readings.map((r) => [r.id, r.chosen]))).map(
    ([id, option]) => `${id}=${option}`,
  );
  const { tender, catalogue } = openTender(judgement.tender.id, {
    tenders: options.tenders,
    spec: options.spec,
    reading: readings,
  });
  if (tender.digest !== judgement.tender.digest) {
    throw new Fault('RECORD_INVALID', [
      {
        file: options.directory,
        message: `规格在第 ${judgement.revision} 版判定之后有变动`,
        remedy: '先运行 judge 按现行规格重新判定，再出报告；判定用了别的规格的，以 --spec 指明同一份',
      },
    ]);
  }
  const source =
    options.source === undefined ? undefined : officialWording(tender, readSource(options.source));
  const input = {
    tender,
    record,
    judgement,
    catalogue,
    revisions: readJudgements(options.directory),
    seal: sealStateOf(options.directory, record, judgement),
    pictures: await picturesOf(options.directory, record),
    ...(source ? { source } : {}),
  };
  const folder = join(options.directory, 'report');
  mkdirSync(folder, { recursive: true });
  const files: string[] = [];
  for await (const { name, bytes } of reportFiles(options.formats, input)) {
    writeFileSync(join(folder, name), bytes);
    files.push(join(folder, name));
  }
  return files;
}
