import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  createRedactor,
  createRun,
  digestOf,
  foldRun,
  keepJudgement,
  type RunHead,
  readEvidence,
  readRun,
  resumeRun,
} from '../../evidence/index.ts';
import type { Judgement } from '../../spec/index.ts';
import { observationOf, recordOf } from '../evaluators/fixture.ts';

const folders: string[] = [];
const folder = () => {
  const made = mkdtempSync(join(tmpdir(), 'biaochi-evidence-'));
  folders.push(made);
  return join(made, 'run');
};
afterEach(() => {
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
});

const {
  plan,
  before: _b,
  after: _a,
  observations: _o,
  resources: _r,
  evidence: _e,
  finishedAt: _f,
  ended: _n,
  ...head
} = recordOf([]);
const runHead: RunHead = head;

describe('run directory', () => {
  it('folds its journal into a record', async () => {
    const directory = folder();
    const run = createRun(directory, runHead);
    run.journal.append({ type: 'plan', plan });
    const item = await run.putEvidence('响应', 'text/plain', Buffer.from('hello'));
    run.journal.append({ type: 'observation', observation: observationOf([], { evidence: [item] }) });
    run.journal.append({ type: 'end', ended: 'finished', at: '2026-01-01T00:00:09Z' });
    const record = run.close();
    expect(record).toMatchObject({ ended: 'finished', finishedAt: '2026-01-01T00:00:09Z', plan });
    expect(record.evidence).toEqual([item]);
    expect(JSON.parse(readFileSync(join(directory, 'record.json'), 'utf8'))).toEqual(record);
    expect(Buffer.from(await readEvidence(directory, item.digest)).toString()).toBe('hello');
  });

  it('reads a run that was cut off in the middle of a line', () => {
    const directory = folder();
    const run = createRun(directory, runHead);
    run.journal.append({ type: 'plan', plan });
    run.journal.append({ type: 'observation', observation: observationOf([]) });
    appendFileSync(join(directory, 'journal.ndjson'), '{"type":"observation","observa');
    const record = foldRun(directory);
    expect(record.ended).toBe('cut-off');
    expect(record.observations).toHaveLength(1);
    run.close();
  });

  it('goes on after the torn line when resumed, and the newest observation of an item counts', () => {
    const directory = folder();
    const first = createRun(directory, runHead);
    first.journal.append({ type: 'plan', plan });
    first.journal.append({
      type: 'observation',
      observation: observationOf([], { state: 'awaiting', until: '2026-01-01T00:00:00Z' }),
    });
    first.close();
    appendFileSync(join(directory, 'journal.ndjson'), '{"torn');
    const { run, record } = resumeRun(directory);
    expect(record.observations[0]!.state).toBe('awaiting');
    run.journal.append({ type: 'observation', observation: observationOf([]) });
    run.journal.append({ type: 'end', ended: 'finished', at: '2026-01-01T00:00:09Z' });
    expect(run.close().observations.map((o) => o.state)).toEqual(['completed']);
  });

  it('names a damaged line', () => {
    const directory = folder();
    createRun(directory, runHead).close();
    const file = join(directory, 'journal.ndjson');
    writeFileSync(file, `${readFileSync(file, 'utf8')}not json\n`);
    expect(() => foldRun(directory)).toThrow(/journal\.ndjson 第 2 行/);
  });

  it('belongs to one writer, and is not started twice', () => {
    const directory = folder();
    const run = createRun(directory, runHead);
    expect(() => resumeRun(directory)).toThrow(/RECORD_BUSY/);
    run.close();
    expect(() => createRun(directory, runHead)).toThrow(/RECORD_BUSY/);
    writeFileSync(join(directory, '.lock'), '999999999');
    resumeRun(directory).run.close();
    expect(existsSync(join(directory, '.lock'))).toBe(false);
  });

  it('says that altered evidence is altered', async () => {
    const directory = folder();
    const run = createRun(directory, runHead);
    const item = await run.putEvidence('x', 'text/plain', Buffer.from('true'));
    run.close();
    const hex = item.digest.slice(7);
    writeFileSync(join(directory, 'evidence', hex.slice(0, 2), hex), 'fals');
    await expect(readEvidence(directory, item.digest)).rejects.toThrow(/可能被改动/);
    await expect(readEvidence(directory, 'sha256:../../etc/passwd')).rejects.toThrow(/格式不对/);
  });

  it('follows a resource from intent to removal', () => {
    const directory = folder();
    const run = createRun(directory, runHead);
    const entry = { observation: 'o', kind: 'server', marker: 'm' } as const;
    run.journal.append({ type: 'resource', entry: { ...entry, state: 'intended' } });
    run.journal.append({ type: 'resource', entry: { ...entry, state: 'intended' } });
    run.journal.append({ type: 'resource', entry: { ...entry, id: 'a', state: 'created' } });
    run.journal.append({ type: 'resource', entry: { ...entry, id: 'a', state: 'removed' } });
    expect(run.close().resources).toEqual([
      { ...entry, state: 'intended' },
      { ...entry, id: 'a', state: 'removed' },
    ]);
  });
});

describe('judgements', () => {
  const draft = { format: 'biaochi-judgement/1', asOf: 'a', requirements: [] } as unknown as Omit<
    Judgement,
    'revision' | 'replaces'
  >;
  it('equal ones are one revision with identical bytes, others are numbered and name what they replace', () => {
    const directory = folder();
    createRun(directory, runHead).close();
    const bytes = () => readFileSync(join(directory, 'judgements', 'judgement-001.json'));
    expect(keepJudgement(directory, draft)).toMatchObject({ isNew: true, judgement: { revision: 1 } });
    const first = bytes();
    expect(keepJudgement(directory, draft)).toMatchObject({ isNew: false, judgement: { revision: 1 } });
    expect(bytes().equals(first)).toBe(true);
    expect(keepJudgement(directory, { ...draft, asOf: 'b' })).toMatchObject({
      isNew: true,
      judgement: { revision: 2, replaces: 1 },
    });
    expect(readdirSync(join(directory, 'judgements'))).toEqual(['judgement-001.json', 'judgement-002.json']);
    expect(readRun(directory).judgements.map((j) => j.revision)).toEqual([1, 2]);
    expect(bytes().equals(first)).toBe(true);
  });
});

describe('redaction', () => {
  const canary = 'c4n"ary/+ &值';
  const redactor = createRedactor();
  redactor.learn(canary);
  it.each([
    ['as it is', `x ${canary} y`],
    ['in a URL', `https://h/p?q=${encodeURIComponent(canary)}`],
    ['in JSON', JSON.stringify({ note: canary })],
    ['in base64', `Basic ${Buffer.from(canary).toString('base64')}`],
  ])('masks a known secret %s', (_, text) => {
    const clean = redactor.text(text);
    for (const form of [
      canary,
      encodeURIComponent(canary),
      JSON.stringify(canary).slice(1, -1),
      Buffer.from(canary).toString('base64'),
    ]) {
      expect(clean).not.toContain(form);
    }
    expect(clean).toContain('[已隐去]');
  });
  it('masks by typed field what it was never told', () => {
    expect(redactor.header('X-Auth-Token', 'unknown-token')).toBe('[已隐去]');
    expect(redactor.header('Content-Type', 'text/plain')).toBe('text/plain');
    expect(
      redactor.body('{"auth":{"user":{"name":"u","password":"pw-unknown"}},"adminPass":"generated"}'),
    ).toBe('{"auth":{"user":{"name":"u","password":"[已隐去]"}},"adminPass":"[已隐去]"}');
    expect(redactor.body('grant=x&password=pw-unknown&user=u')).toBe('grant=x&password=[已隐去]&user=u');
    expect(redactor.body('{"broken": 1, "password": "pw-unknown"')).not.toContain('pw-unknown');
    expect(redactor.url('http://h/b/k?X-Amz-Signature=abcdef&X-Amz-Expires=3')).toBe(
      'http://h/b/k?X-Amz-Signature=[已隐去]&X-Amz-Expires=3',
    );
  });
  it('leaves digests alone', () => {
    expect(redactor.text(digestOf('x'))).toBe(digestOf('x'));
  });
});
