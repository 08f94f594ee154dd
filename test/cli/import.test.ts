import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { importResult } from '../../cli/import.ts';
import { judgeRun, openTender } from '../../cli/pipeline.ts';
import { createRun, digestOf, foldRun, keepAttestations } from '../../evidence/index.ts';
import { interchangeText, testReport } from '../../reports/index.ts';
import { clauseNumber } from '../../reports/kinds/test-report/material.ts';
import { tierOf } from '../../reports/kinds/test-report/papers.ts';
import {
  type AttestationDraft,
  type CheckVerdict,
  checkId,
  type Document,
  type InstrumentRegister,
  type Paper,
  type RegisteredLaboratory,
} from '../../spec/index.ts';
import { loadCatalogue } from '../../spec/load/index.ts';
import { checksOf, tenderId } from '../acceptance/support.ts';
import { recordOf } from '../evaluators/fixture.ts';

const now = new Date().toISOString();
const folder = mkdtempSync(join(tmpdir(), 'biaochi-import-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const { tender } = openTender(tenderId, {});
const wanted = tender.checkables
  .flatMap((c) => c.verification.map((v) => ({ c, v })))
  .find(({ v }) => v.method === 'test' && v.probe === 'block-storage-io')!;
const check = checkId(wanted.c, wanted.v);

function begun(name: string, register?: InstrumentRegister): string {
  const directory = join(folder, name);
  const {
    plan: _p,
    before: _b,
    after: _a,
    observations: _o,
    resources: _r,
    evidence: _e,
    finishedAt: _f,
    ended: _n,
    ...head
  } = recordOf([]);
  const run = createRun(directory, { ...head, tender: { ...head.tender, id: tenderId }, stage: 'delivery' });
  const plan = { digest: 'sha256:0', items: [], plannedProbes: ['block-storage-io'], absentRoles: [] };
  run.journal.append({ type: 'plan', plan });
  if (register) run.journal.append({ type: 'instruments', register });
  run.journal.append({ type: 'end', ended: 'finished', at: new Date().toISOString() });
  run.close();
  return directory;
}

/** What fio writes of the load that the clause asks for. */
function fio(iops: number, changes: object = {}): string {
  const data = JSON.parse(readFileSync('test/fixtures/results/fio.json', 'utf8'));
  const [job] = data.jobs;
  job['job options'] = {
    ...job['job options'],
    rw: 'randrw',
    rwmixread: '70',
    bs: '4k',
    iodepth: '32',
    runtime: '300',
  };
  job.job_runtime = 300_000;
  job.read = { ...job.read, runtime: 300_000, iops };
  job.write = { ...job.write, runtime: 300_000, iops: 0 };
  Object.assign(job, changes);
  const file = join(folder, 'fio.json');
  writeFileSync(file, JSON.stringify(data));
  return file;
}

const verdictOf = (judgement: Parameters<typeof checksOf>[0]): CheckVerdict =>
  checksOf(judgement).find(({ id }) => id === check)!;

const laboratory = '某检测中心';
const registerWith = (laboratories: RegisteredLaboratory[], fio: string[] = ['fio']): InstrumentRegister => ({
  file: 'instruments.yaml',
  digest: `sha256:${'7'.repeat(64)}`,
  instruments: fio.map((id) => ({
    kind: 'program',
    id,
    name: id,
    version: 'fio-3.33',
    confirmation: { by: '某人', on: '2020-01-01', cases: '全部' },
  })),
  laboratories,
});
const accredited = (validUntil: string, name = laboratory): RegisteredLaboratory => ({
  name,
  certificate: { number: 'CNAS L0001', issuer: '认可机构', validUntil },
});
const reportOf = (changes: Partial<Paper> = {}, opinion: 'meets' | 'fails' = 'meets'): AttestationDraft => ({
  type: 'examination',
  check: 'any/paper',
  examinedBy: [{ name: '甄细看', organisation: '采购单位', role: '审查员' }],
  opinion,
  documents: [
    {
      kind: 'third-party-report',
      title: '存储性能检测报告',
      number: '检 2026-7',
      issuer: laboratory,
      issuedOn: '2026-01-01',
      sealed: true,
      evidence: { digest: digestOf('pdf'), mediaType: 'application/pdf', label: '报告', bytes: 3 },
      ...changes,
    },
  ],
});
const bytes = new Map([[digestOf('pdf'), new TextEncoder().encode('pdf')]]);

async function judged(
  directory: string,
  iops: number,
  options: { laboratory?: string; report?: string } = {},
) {
  const taken = await importResult({ directory, tool: 'fio', file: fio(iops), check, ...options });
  return { ...taken, verdict: verdictOf(taken.judgement) };
}
const declared = { outcome: 'inconclusive', reason: 'declared-on-paper' };

describe('what is said to come from a laboratory', () => {
  it('is declared where nothing but a name says so, and the verdict says why', async () => {
    const directory = begun('a');
    expect((await judged(directory, 1e7)).verdict).toMatchObject(declared);
    const { verdict, imported, warnings } = await judged(directory, 1e7, { laboratory });
    expect(verdict).toMatchObject(declared);
    expect(verdict.remark).toContain('登记中没有该机构，也没有指明其检测报告');
    expect(warnings[0]).toContain('登记中没有该机构');
    expect(imported.observation.tier).toBe('declared-on-paper');
    expect((await judged(directory, 1, { laboratory })).verdict).toMatchObject(declared);
    expect(foldRun(directory).imports).toHaveLength(3);
    expect(foldRun(directory).imports!.map(({ observation }) => observation.id)).toEqual([
      'i-001',
      'i-002',
      'i-003',
    ]);
    expect(foldRun(directory).evidence).toHaveLength(2);
  });

  it('decides where the register lists it and its certificate held that day', async () => {
    const directory = begun('registered', registerWith([accredited('2999-12-31')]));
    expect((await judged(directory, 1e7, { laboratory })).verdict).toMatchObject({ outcome: 'satisfied' });
    expect((await judged(directory, 1, { laboratory })).verdict).toMatchObject({ outcome: 'not-satisfied' });
    expect((await judged(directory, 1e7)).verdict).toMatchObject(declared);
    const other = begun('other', registerWith([accredited('2999-12-31', '另一检测中心')]));
    expect((await judged(other, 1e7, { laboratory })).verdict).toMatchObject(declared);
    const lapsed = begun('lapsed', registerWith([accredited('2021-01-01')]));
    const { verdict } = await judged(lapsed, 1e7, { laboratory });
    expect(verdict).toMatchObject(declared);
    expect(verdict.remark).toContain('CNAS L0001 已于 2021-01-01 到期');
  });

  it('asks for the tool on the register too', async () => {
    const directory = begun('tool', registerWith([accredited('2999-12-31')], ['k6']));
    expect((await judged(directory, 1e7, { laboratory })).verdict).toMatchObject({
      outcome: 'inconclusive',
      reason: 'instrument-unregistered',
    });
  });

  it.each<[string, Partial<Paper>, 'meets' | 'fails', string | undefined]>([
    ['whole', {}, 'meets', undefined],
    ['in force', { validUntil: '2999-01-01' }, 'meets', undefined],
    ['of another issuer', { issuer: '另一检测中心' }, 'meets', '没有某检测中心出具的'],
    ['without a number', { number: undefined }, 'meets', '没有编号或没有盖章'],
    ['without a seal', { sealed: false }, 'meets', '没有编号或没有盖章'],
    ['of another kind', { kind: 'promise-letter' }, 'meets', '没有某检测中心出具的'],
    ['out of force', { validUntil: '2026-01-02' }, 'meets', '不在有效期内'],
    ['refused by its examiner', {}, 'fails', '审查意见不是符合'],
  ])('rests on an examined report: %s', async (name, changes, opinion, why) => {
    const directory = begun(`report ${name}`);
    const [kept] = await keepAttestations(directory, { drafts: [reportOf(changes, opinion)], bytes }, now);
    const { verdict } = await judged(directory, 1e7, { laboratory, report: kept!.id });
    expect(verdict.outcome).toBe(why === undefined ? 'satisfied' : 'inconclusive');
    expect(verdict.remark).toContain(why ?? '第三方检测报告 检 2026-7');
  });

  it('loses its ground with the report that is replaced, and never had one in a report that is not there', async () => {
    const directory = begun('replaced');
    await keepAttestations(directory, { drafts: [reportOf()], bytes }, now);
    const take = (report: string, laboratory?: string) =>
      importResult({ directory, tool: 'fio', file: fio(1e7), check, report, laboratory });
    await expect(take('A009', laboratory)).rejects.toThrow('没有审查记录 A009');
    await expect(take('A001')).rejects.toThrow('没有指明机构');
    expect(verdictOf((await take('A001', laboratory)).judgement).outcome).toBe('satisfied');
    const draft = { ...reportOf({}, 'fails'), replaces: 'A001' };
    await keepAttestations(directory, { drafts: [draft], bytes }, now);
    expect(verdictOf(judgeRun(directory, {}).judgement)).toMatchObject(declared);
  });
});

describe('what was taken in, in the report', () => {
  const section = (document: Document, id: string) => document.sections.find((one) => one.id === id)!;
  it('stands among the details with file, tool, digest, checks and clauses, and in the tier of the verdict', async () => {
    const directory = begun('report', registerWith([accredited('2999-12-31')]));
    await judged(directory, 1);
    const { tender, record, judgement, imported } = await judged(directory, 1e7, { laboratory });
    const catalogue = loadCatalogue();
    const input = { tender, record, judgement, catalogue };
    const document = testReport(input);
    const [digest] = imported.observation.evidence.map((one) => one.digest);
    const second = section(document, 'import-2');
    expect(second.heading).toBe(`6.2 外来结果：fio（JSON）（${check}）`);
    const facts = second.blocks.find((block) => block.kind === 'facts')!;
    const said = new Map(facts.rows.map(({ label, value }) => [label, value]));
    expect(Object.fromEntries(said)).toMatchObject({
      文件: 'fio.json',
      工具与版本: 'fio（JSON），fio-3.33',
      文件摘要: digest,
      用于核验项: check,
      证据编号: 'E002',
    });
    expect(said.get('采信级别')).toMatch(/^有资质的第三方实测：登记所列机构，资质证书 CNAS L0001/);
    expect(said.get('收下前的核对')).toContain('采集条件');
    expect(said.get('依此判定的条款')).toBe(clauseNumber(wanted.c));
    const first = JSON.stringify(section(document, 'import-1'));
    expect(first).toContain('书面声明：没有指明出具机构');
    expect(first).toContain('无：其后另收下了同一核验项的结果');
    expect(JSON.stringify(section(document, 'details'))).toContain('结果文件 2 份');
    expect(JSON.stringify(section(document, 'clauses'))).toContain('符合\\n有资质的第三方实测');
    expect(tierOf(input, verdictOf(judgement))).toBe('有资质的第三方实测');
    const oscal = interchangeText('oscal', input);
    const uuids = [...oscal.matchAll(/"observation-uuid": "([^"]+)"/g)].map((match) => match[1]!);
    expect(uuids.length).toBeGreaterThan(0);
    for (const uuid of uuids) expect(oscal).toContain(`"uuid": "${uuid}"`);
  });

  it('gives a declared file no better tier than that, and no clause where we measured ourselves', async () => {
    const directory = begun('declared');
    const { tender, record, judgement } = await judged(directory, 1e7);
    const input = { tender, record, judgement, catalogue: loadCatalogue() };
    expect(tierOf(input, verdictOf(judgement))).toBe('书面声明');
    const seen = { ...verdictOf(judgement), observations: ['o-1'] };
    expect(tierOf(input, seen)).toBe('');
  });
});

it('a file with errors, of another load or without a fitting figure writes nothing', async () => {
  const directory = begun('b');
  const journal = () => readFileSync(join(directory, 'journal.ndjson'), 'utf8');
  const before = journal();
  const take = (file: string, map?: string[]) =>
    importResult({ directory, tool: 'fio', file, check, laboratory: 'x', map });
  await expect(take(fio(1e7, { error: 5 }))).rejects.toThrow('jobs/0/error');
  await expect(take('test/fixtures/results/fio.json')).rejects.toThrow('要求 32');
  await expect(take(fio(1e7), ['iops=bandwidth'])).rejects.toThrow('单位不合');
  await expect(take(fio(1e7), ['none=iops'])).rejects.toThrow('没有测量项 none');
  expect(journal()).toBe(before);
});
