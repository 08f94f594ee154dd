import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createRun, foldRun, hasBegun, type RunHead } from '../../evidence/index.ts';
import { isAwaited, openEntries } from '../../harness/cleanup/open-entries.ts';
import { createResourceScope } from '../../harness/resources.ts';
import { Fault, type ResourceEntry } from '../../spec/index.ts';
import { observationOf, recordOf } from '../evaluators/fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'biaochi-ledger-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const head = (({ plan, before, after, observations, resources, evidence, finishedAt, ended, ...rest }) =>
  rest)(recordOf([])) as RunHead;
let number = 0;
const journalOf = (entries: ResourceEntry[]) => {
  const directory = join(folder, String(number++));
  const run = createRun(directory, head);
  for (const entry of entries) run.journal.append({ type: 'resource', entry });
  return run.close();
};
const nothing = async () => {};

describe('the ledger', () => {
  it('writes the intent before it asks and the removal before it removes, under one name', async () => {
    const told: ResourceEntry[] = [];
    const { scope, removeAll } = createResourceScope('o', 'm', (entry) => told.push(entry), {
      component: 'c',
    });
    await scope.create(
      '网络',
      async () => {
        expect(told.map(({ state }) => state)).toEqual(['intended']);
        return 'n1';
      },
      (id) => id,
      async () => expect(told.at(-1)!.state).toBe('removing'),
    );
    expect(await removeAll()).toEqual([]);
    expect(told.map(({ state }) => state)).toEqual(['intended', 'created', 'removing', 'removed']);
    expect(new Set(told.map(({ intent }) => intent)).size).toBe(1);
    expect(told.every(({ component, at }) => component === 'c' && at !== undefined)).toBe(true);
  });

  it('folds each line to its own intent, also when a later one was answered first', async () => {
    const told: ResourceEntry[] = [];
    const { scope } = createResourceScope('o', 'm', (entry) => told.push(entry));
    const failing = scope.create(
      '网络',
      async () => {
        throw new Fault('TARGET_TIMED_OUT', 'x');
      },
      String,
      nothing,
    );
    await expect(failing).rejects.toThrow('TARGET_TIMED_OUT');
    await scope.create('网络', async () => 'n2', String, nothing);
    const { resources } = journalOf(told);
    expect(resources.map(({ state, id }) => [state, id])).toEqual([
      ['intended', undefined],
      ['created', 'n2'],
    ]);
  });

  it('says why a thing was left, and still reads ledgers without names of intents', async () => {
    const told: ResourceEntry[] = [];
    const { scope, removeAll } = createResourceScope('o', 'm', (entry) => told.push(entry));
    await scope.create(
      '网络',
      async () => 'n1',
      String,
      async () => {
        throw new Fault('TARGET_STATE', '还在使用');
      },
    );
    await removeAll();
    expect(journalOf(told).resources).toMatchObject([
      { state: 'left', why: expect.stringContaining('还在使用') },
    ]);
    const old = { observation: 'o', kind: '网络', marker: 'm' };
    expect(
      journalOf([
        { ...old, state: 'intended' },
        { ...old, id: 'a', state: 'created' },
        { ...old, id: 'a', state: 'removed' },
      ]).resources,
    ).toEqual([{ ...old, id: 'a', state: 'removed' }]);
  });

  it('keeps the line of what was kept, and lets go of it when a collection is stopped', async () => {
    const told: ResourceEntry[] = [];
    const kept: ResourceEntry = {
      observation: 'o',
      kind: 'bucket',
      marker: 'first',
      id: 'b',
      state: 'kept',
      intent: 'i',
    };
    let removed = 0;
    const scopeOf = () => createResourceScope('o', 'second', (entry) => told.push(entry), { kept: [kept] });
    const stopped = scopeOf();
    stopped.scope.adopt('bucket', 'b', async () => {
      removed += 1;
    });
    stopped.leaveAdopted();
    await stopped.removeAll();
    expect([removed, told]).toEqual([0, []]);
    const collected = scopeOf();
    collected.scope.adopt('bucket', 'b', async () => {
      removed += 1;
    });
    await collected.removeAll();
    expect(removed).toBe(1);
    expect(told.at(-1)).toMatchObject({ marker: 'first', intent: 'i', state: 'removed' });
  });

  it('tells what is awaited from what an attempt kept that nobody will collect', () => {
    const line = { observation: 'o', kind: 'bucket', marker: 'm', state: 'kept' as const };
    const observations = [
      observationOf([], { state: 'awaiting', until: '2026-01-01T00:00:00Z', carry: { bucket: 'm-b' } }),
    ];
    const awaited = { ...line, id: 'm-b' };
    const orphan = { ...line, id: 'm-a' };
    expect(isAwaited({ observations }, awaited)).toBe(true);
    const resources = [awaited, orphan, { ...line, id: 'm-c', state: 'removed' as const }];
    expect(openEntries({ observations, resources })).toEqual([orphan]);
    expect(openEntries({ observations, resources }, true)).toEqual([awaited, orphan]);
  });
});

it('a start that was killed within its first line has not begun, and is begun again', () => {
  const directory = join(folder, 'torn');
  createRun(directory, head).close();
  writeFileSync(join(directory, 'journal.ndjson'), '{"type":"run","he');
  expect(hasBegun(directory)).toBe(false);
  expect(() => foldRun(directory)).toThrow('RECORD_MISSING');
  createRun(directory, head).close();
  expect(hasBegun(directory)).toBe(true);
});
