import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attest, templateOf } from '../../cli/attest.ts';
import { foldRun, readEvidence } from '../../evidence/index.ts';
import { readInstruments } from '../../intake/index.ts';
import { testReport } from '../../reports/index.ts';
import {
  type AttestedExamination,
  type AttestedVisit,
  type AttestFile,
  attestFileSchema,
  checkId,
  Fault,
  type Tender,
} from '../../spec/index.ts';
import { loadCatalogue, parseYaml } from '../../spec/load/index.ts';
import { type Accepted, acceptStandIn } from '../acceptance/support.ts';
import { pagedPdf, plainPdf, pngOf } from '../intake/attest/files.ts';

const folder = mkdtempSync(join(tmpdir(), 'biaochi-attest-'));
let run: Accepted;
/** Journal and record as the run left them. */
const untouched = new Map<string, Buffer>();
beforeAll(async () => {
  run = await acceptStandIn([]);
  for (const name of ['journal.ndjson', 'record.json'])
    untouched.set(name, readFileSync(join(run.directory, name)));
}, 120_000);
afterAll(() => {
  run?.remove();
  rmSync(folder, { recursive: true, force: true });
});

const person = (name: string, organisation: string) => ({ name, organisation, role: '代表' });
const answerAll = (lines: number) =>
  Array.from({ length: lines }, (_, index) => ({ item: index + 1, answer: 'yes' as const }));

let count = 0;
function put(bytes: Uint8Array, ending: string): string {
  count += 1;
  const name = `paper-${count}.${ending}`;
  writeFileSync(join(folder, name), bytes);
  return name;
}

/** Everything that the starred clauses ask on paper and on the spot. */
function starredFile(tender: Tender): Required<AttestFile> {
  const examinations: AttestedExamination[] = [];
  const visits: AttestedVisit[] = [];
  for (const checkable of tender.checkables.filter(({ starred }) => starred))
    for (const verification of checkable.verification) {
      const check = checkId(checkable, verification);
      if (verification.method === 'examine') {
        const conditions = verification.conditions ?? [];
        const names = conditions.flatMap((one) => (one.kind === 'names-all' ? one.items : []));
        examinations.push({
          check,
          examinedBy: [person('甄细看', '采购单位')],
          examinedOn: '2026-01-02',
          opinion: 'meets',
          counts: conditions.flatMap((one) =>
            one.kind === 'count' ? [{ of: one.of, quantity: one.atLeast }] : [],
          ),
          documents: verification.documents.map((kind) => ({
            file: put(plainPdf(`${check} ${kind}`), 'pdf'),
            kind,
            title: '材料',
            issuedOn: '2025-01-01',
            validUntil: '长期',
            sealed: true,
            names,
            figures: conditions.flatMap((one) =>
              one.kind === 'stated' ? [{ item: one.item, quantity: one.quantity }] : [],
            ),
          })),
        });
      } else if (verification.method === 'interview') {
        const lines = verification.checklist.length;
        visits.push({
          check,
          date: '2026-01-02',
          witnesses: [
            { ...person('甲一', '采购单位'), answers: answerAll(lines) },
            { ...person('乙二', '监理单位'), answers: answerAll(lines) },
          ],
          photos: Array.from({ length: verification.photos ?? 0 }, (_, index) => ({
            file: put(pngOf(4, 3, `${check} ${index}`), 'png'),
            takenAt: '2026-01-02T10:00:00+08:00',
          })),
        });
      }
    }
  return { examinations, visits };
}

function write(file: AttestFile): string {
  const path = join(folder, `attest-${Math.trunc(count)}-${JSON.stringify(file).length}.yaml`);
  writeFileSync(path, JSON.stringify(file));
  return path;
}

function problemsOf(promise: Promise<unknown>) {
  return promise.then(
    () => {
      throw new Error('was taken');
    },
    (error: unknown) => {
      if (error instanceof Fault) return error.problems;
      throw error;
    },
  );
}

const starredSatisfied = (judgement: Accepted['judgement']) =>
  judgement.requirements
    .filter(({ starred, outcome }) => starred && outcome === 'satisfied')
    .map(({ id }) => id);
const checks = (judgement: Accepted['judgement']) =>
  judgement.requirements.flatMap(({ parts }) => parts.flatMap((part) => part.checks));

describe.sequential('papers of the starred clauses on the stand-in', () => {
  it('a template lists all that is asked and hands in nothing by itself', async () => {
    const text = templateOf(run.directory, {});
    const asked = run.tender.checkables.flatMap(({ verification }) =>
      verification.filter(({ method }) => method !== 'test'),
    );
    const { value } = parseYaml<AttestFile>(text, 'attest.yaml', attestFileSchema, 'INTAKE_INVALID');
    expect((value.examinations?.length ?? 0) + (value.visits?.length ?? 0)).toBe(asked.length);
    const path = join(folder, 'template.yaml');
    writeFileSync(path, text);
    const result = await attest({ directory: run.directory, file: path });
    expect(result).toMatchObject({ kept: [], isNew: false });
    expect(result.unfilled.length).toBe(asked.length);
  });

  it('refuses a file with its place and keeps nothing of it', async () => {
    const file = starredFile(run.tender);
    file.examinations[0]!.documents[0]!.file = put(Buffer.from('MZ\0\0'), 'pdf');
    file.examinations[1]!.check = 'nothing/there';
    file.examinations[2]!.documents[0]!.file = 'missing.pdf';
    file.visits[0]!.witnesses[0]!.answers.push({ item: 99, answer: 'no' });
    const problems = await problemsOf(attest({ directory: run.directory, file: write(file) }));
    expect(problems.map(({ path }) => path)).toEqual([
      'examinations/0/documents/0/file',
      'examinations/1/check',
      'examinations/2/documents/0/file',
      expect.stringMatching(/^visits\/0\/witnesses\/0\/answers\/\d+\/item$/),
    ]);
    for (const problem of problems) expect(problem.line! > 0 && problem.remedy!.length > 3).toBe(true);
    expect(JSON.stringify(problems)).not.toMatch(/甄细看|甲一/);
    expect(foldRun(run.directory).attestations).toBeUndefined();
  });

  it('names no person where a file does not fit its form', async () => {
    const bad = join(folder, 'bad.yaml');
    writeFileSync(
      bad,
      'examinations:\n  - check: a/b\n    examinedBy: [{ name: 13800001111, organisation: x, role: y }]\n    documents: [{ file: f, kind: log, title: t, names: [410000199001011234] }]\n',
    );
    const problems = await problemsOf(attest({ directory: run.directory, file: bad }));
    expect(problems.length).toBe(2);
    expect(JSON.stringify(problems)).not.toMatch(/13800001111|41000019900101/);
  });

  it('satisfies those clauses of which the tests and the papers are all there', async () => {
    expect(starredSatisfied(run.judgement)).toEqual([]);
    const file = starredFile(run.tender);
    const path = write(file);
    const result = await attest({ directory: run.directory, file: path });
    const tested = run.tender.checkables.filter(
      (checkable) =>
        checkable.starred &&
        checkable.verification.every((verification) => {
          if (verification.method !== 'test')
            return verification.due === 'bid' || verification.due === 'delivery';
          return (
            checks(run.judgement).find(({ id }) => id === checkId(checkable, verification))?.outcome ===
            'satisfied'
          );
        }),
    );
    expect(tested.length).toBeGreaterThan(0);
    expect(starredSatisfied(result.judgement)).toEqual(tested.map(({ id }) => id));
    expect(result.judgement).toMatchObject({ revision: 2, replaces: 1 });
    const onPaper = checks(result.judgement).filter(
      ({ method, inStage, id }) =>
        method !== 'test' &&
        inStage &&
        run.tender.checkables.some((c) => c.starred && id.startsWith(`${c.id}/`)),
    );
    expect(onPaper.map(({ outcome }) => outcome)).toEqual(onPaper.map(() => 'satisfied'));
    for (const { evidence } of onPaper)
      for (const digest of evidence)
        expect((await readEvidence(run.directory, digest)).length).toBeGreaterThan(0);
    // Handing in the same once more changes nothing.
    const again = await attest({ directory: run.directory, file: path });
    expect(again.kept).toEqual([]);
    expect(again.isNew).toBe(false);
  });

  it('one seal less turns exactly that one', async () => {
    const before = checks((await attest({ directory: run.directory, file: write({}) })).judgement);
    const file = starredFile(run.tender);
    const [paper] = file.examinations.filter(({ check }) =>
      starredSatisfied(run.judgement).length === 0 ? check.endsWith('/paper') : false,
    );
    const unsealed = { ...paper!, documents: paper!.documents.map((one) => ({ ...one, sealed: false })) };
    const refused = await problemsOf(
      attest({ directory: run.directory, file: write({ examinations: [unsealed] }) }),
    );
    expect(refused[0]).toMatchObject({ path: 'examinations/0/replaces' });
    const replaces = /A\d+/.exec(refused[0]!.message)![0];
    const { judgement, record, tender } = await attest({
      directory: run.directory,
      file: write({ examinations: [{ ...unsealed, replaces }] }),
    });
    const turned = checks(judgement).filter(
      (check, index) => check.outcome !== before[index]!.outcome || check.reason !== before[index]!.reason,
    );
    expect(turned.map(({ id, reason }) => [id, reason])).toEqual([[unsealed.check, 'condition-refuted']]);
    const clause = judgement.requirements.find(({ id }) => unsealed.check.startsWith(`${id}/`))!;
    expect(clause.outcome).toBe('not-satisfied');
    expect(
      record.attestations!.map(({ check }) => check).filter((check) => check === unsealed.check),
    ).toHaveLength(2);
    const text = JSON.stringify(testReport({ tender, record, judgement, catalogue: loadCatalogue() }));
    for (const said of [
      '本程序实测',
      '书面审查',
      '现场核查',
      `已由 A0`,
      '未提供测试仪器登记',
      '未盖章',
      '不是本程序实测',
    ])
      expect(text).toContain(said);
  });
});

/** Papers that are not what they should be, each in its own way; what the verdict on the check then says. */
interface Broken {
  check: string;
  reason: string;
  change: (paper: AttestedExamination['documents'][number]) => object;
}

describe('all papers of the starred clauses in one go', () => {
  const yesterday = '2026-01-01';
  const fresh = () => {
    count += 1;
    const directory = join(folder, `run-${count}`);
    cpSync(run.directory, directory, { recursive: true });
    for (const name of ['journal.ndjson', 'record.json'])
      writeFileSync(join(directory, name), untouched.get(name)!);
    for (const name of readdirSync(join(directory, 'judgements')).slice(1))
      rmSync(join(directory, 'judgements', name));
    return directory;
  };
  const turnedBy = (before: Accepted['judgement'], after: Accepted['judgement']) => {
    const old = new Map(checks(before).map((check) => [check.id, check]));
    return checks(after)
      .filter(({ id, outcome, reason }) => old.get(id)!.outcome !== outcome || old.get(id)!.reason !== reason)
      .map(({ id, outcome }) => [id, outcome]);
  };
  const inStage = (file: Required<AttestFile>) =>
    checks(run.judgement)
      .filter(
        ({ id, inStage }) =>
          inStage && [...file.examinations, ...file.visits].some(({ check }) => check === id),
      )
      .map(({ id }) => id);

  it('turn the checks that asked for them, each to satisfied, and nothing else', async () => {
    const file = starredFile(run.tender);
    const { judgement } = await attest({ directory: fresh(), file: write(file) });
    const asked = inStage(file);
    expect(asked.length).toBeGreaterThan(15);
    expect(turnedBy(run.judgement, judgement)).toEqual(asked.map((id) => [id, 'satisfied']));
  });

  it('satisfy nothing where they are broken: what is broken alone stays unsatisfied, and says why', async () => {
    const tenders = join(folder, 'tenders');
    const spec = join(tenders, run.tender.id);
    cpSync(`spec/tenders/${run.tender.id}`, spec, { recursive: true });
    const requirement = join(spec, 'requirements/5.1.1.1-cloud-server.yaml');
    const text = readFileSync(requirement, 'utf8');
    const documents = 'documents: [third-party-report]';
    const [before, after] = [text.slice(0, text.indexOf(documents)), text.slice(text.indexOf(documents))];
    const issuer = '{ kind: issuer, oneOf: [有资质的检测机构] }';
    const changed = after.replace('conditions: [', `conditions: [${issuer}, `);
    expect(changed).not.toBe(after);
    writeFileSync(requirement, before + changed);
    const broken: Broken[] = [
      { check: '3.2-1/hygon-paper', reason: 'paper-expired', change: () => ({ validUntil: yesterday }) },
      { check: '3.3/paper', reason: 'paper-lapsed', change: () => ({ validUntil: yesterday }) },
      {
        check: '3.4-1/paper',
        reason: 'paper-incomplete',
        change: () => ({ pages: 3, file: put(pagedPdf(2, '少页'), 'pdf') }),
      },
      { check: '1.8/paper', reason: 'paper-incomplete', change: () => ({ figures: [] }) },
      { check: '5.1.1.1-10/paper', reason: 'condition-refuted', change: () => ({ issuer: '本公司' }) },
    ];
    const file = starredFile(run.tender);
    for (const one of file.examinations) {
      const found = broken.find(({ check }) => check === one.check);
      one.documents = one.documents.map((paper) => ({
        ...paper,
        pages: 1,
        file: put(pagedPdf(1, `${count}`), 'pdf'),
      }));
      if (found) one.documents = one.documents.map((paper) => ({ ...paper, ...found.change(paper) }));
      // Of two papers that are asked for one is not there at all.
      if (one.check === '1.8/independent') one.documents = one.documents.slice(0, 1);
    }
    const missing = { check: '1.8/independent', reason: 'paper-incomplete' };
    const { judgement } = await attest({ directory: fresh(), file: write(file), spec });
    const verdicts = new Map(checks(judgement).map((check) => [check.id, check]));
    for (const { check, reason } of [...broken, missing]) {
      expect([check, verdicts.get(check)!.reason]).toEqual([check, reason]);
      expect(verdicts.get(check)!.outcome).not.toBe('satisfied');
      expect(judgement.requirements.find(({ id }) => check.startsWith(`${id}/`))!.outcome).not.toBe(
        'satisfied',
      );
    }
    expect(verdicts.get('3.4-1/paper')!.remark).toContain('应有 3 页，文件只有 2 页');
    const whole = inStage(file).filter((id) => ![...broken, missing].some(({ check }) => check === id));
    expect(whole.map((id) => [id, verdicts.get(id)!.outcome])).toEqual(whole.map((id) => [id, 'satisfied']));
    const touched = turnedBy(run.judgement, judgement).map(([id]) => id);
    expect(touched.filter((id) => !inStage(file).includes(id!))).toEqual([]);
  });
});

describe('a register of instruments', () => {
  it('is read, with its faults by line', () => {
    const path = join(folder, 'instruments.yaml');
    const program = `  - kind: program\n    id: biaochi\n    name: 标尺\n    version: 0.1.0\n    confirmation: { by: 某人, on: 2026-01-01, cases: 全部 }\n`;
    writeFileSync(path, `timeSource: NTP\ninstruments:\n${program}`);
    expect(readInstruments(path)).toMatchObject({ file: 'instruments.yaml', timeSource: 'NTP' });
    writeFileSync(path, `instruments:\n${program}${program}`);
    expect(() => readInstruments(path)).toThrow(/第 8 行.*登记了两次/);
    writeFileSync(
      path,
      'instruments:\n  - kind: meter\n    id: m\n    name: 表\n    model: M\n    serial: s\n',
    );
    expect(() => readInstruments(path)).toThrow(/certificate/);
    expect(readFileSync(path, 'utf8')).toContain('meter');
  });
});
