import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Fault } from '../../spec/index.ts';
import { loadCatalogue, loadTender } from '../../spec/load/index.ts';

const fixtures = fileURLToPath(new URL('../fixtures/tenders', import.meta.url));
const catalogue = loadCatalogue();
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'biaochi-tenders-'));
  cpSync(fixtures, root, { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Loads the second tender after one replacement in one of its files; answers the complaint. */
function complaintAfter(file: string, from: string, to: string): Fault {
  const path = join(root, 'second', file);
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
  try {
    loadTender('second', { catalogue, root });
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error('the tender was accepted');
}

it('accepts the tender as it stands', () => {
  expect(loadTender('second', { catalogue, root }).checkables).toHaveLength(7);
});

it.each([
  [
    'an unknown measurand',
    'requirements/1-servers.yaml',
    'measurand: count-as-ordered',
    'measurand: count-ordered',
    'count-ordered',
  ],
  [
    'a probe without contract',
    'requirements/1-servers.yaml',
    'probe: compute-live-migration',
    'probe: compute-migration',
    'compute-migration',
  ],
  ['a unit of another dimension', 'requirements/3-pool.yaml', 'unit: vcpu', 'unit: core', 'core'],
  ['a number without unit', 'requirements/3-pool.yaml', 'atLeast: *cores', 'atLeast: { value: 16 }', 'unit'],
  [
    'a misspelt member of a set',
    'requirements/2-storage.yaml',
    'includes: [TLSv1.3]',
    'includes: [TLS1.3]',
    'TLS1.3',
  ],
  [
    'a limit on a boolean',
    'requirements/2-storage.yaml',
    'measurand: uploaded, equals: true',
    'measurand: uploaded, atLeast: { value: 1, unit: piece }',
    'uploaded',
  ],
  [
    'two comparators at once',
    'requirements/1-servers.yaml',
    'atMost: *migration',
    'atMost: *migration, lessThan: { value: 31, unit: s }',
    'expect',
  ],
  [
    'a limit that the statement does not give',
    'requirements/3-pool.yaml',
    'atLeast: *memory',
    'atLeast: { value: 0.06, unit: TB }',
    '0.06',
  ],
  ['a bare number in a statement', 'requirements/3-pool.yaml', '不少于 {cores}', '不少于 16 核', '16'],
  [
    'a figure that the statement does not name',
    'requirements/1-servers.yaml',
    'provision: &provision',
    'spare: { value: 1, unit: s }, provision: &provision',
    'spare',
  ],
  [
    'a part that nothing verifies',
    'requirements/3-pool.yaml',
    '{ id: memory, title: 内存 }]',
    '{ id: memory, title: 内存 }, { id: disks, title: 磁盘 }]',
    'disks',
  ],
  ['a verification of no part', 'requirements/3-pool.yaml', 'part: memory', 'part: memories', 'memories'],
  [
    'an input that the probe does not take',
    'requirements/1-servers.yaml',
    'inputs: { count: 3 }',
    'inputs: { number: 3 }',
    'number',
  ],
  [
    'an input of another type',
    'requirements/1-servers.yaml',
    'inputs: { count: 3 }',
    "inputs: { count: '3' }",
    'count',
  ],
  ['a missing starred clause', 'requirements/1-servers.yaml', 'starred: true', 'starred: false', '应有 2 个'],
  [
    'more clauses than the text has',
    'tender.yaml',
    'technicalClauses: 5',
    'technicalClauses: 4',
    '录入了 5 条',
  ],
  ['lines beyond the text', 'requirements/3-pool.yaml', 'lines: [15, 15]', 'lines: [15, 99]', '99'],
  ['an id used twice', 'requirements/3-pool.yaml', "id: '3.1'", "id: '2.1'", '2.1'],
  [
    'a reading that leads nowhere',
    'readings.yaml',
    'verification/cores/expect',
    'verification/core/expect',
    'core',
  ],
  ['a reading without its pick', 'readings.yaml', 'pick: vcpus', 'pick: vcpu', 'vcpu'],
  ['money as a floating point number', 'tariff.yaml', "price: '1.25'", 'price: 1.25', 'price'],
  [
    'an instant without offset',
    'tender.yaml',
    "opening: '2027-03-01T09:30:00+08:00'",
    "opening: '2027-03-01T09:30:00'",
    'opening',
  ],
  ['a key given twice', 'tender.yaml', 'id: second', 'id: second\nid: third', 'YAML'],
])('refuses %s, with its place', (_, file, from, to, named) => {
  const fault = complaintAfter(file, from, to);
  expect(fault.code).toBe('SPEC_INVALID');
  expect(fault.problems[0]!.file).toMatch(/^tenders\/second\//);
  expect(fault.message).toContain(named);
});

it('tells the problems of several files at once, each with its line', () => {
  const kpi = join(root, 'second', 'kpi.yaml');
  writeFileSync(kpi, readFileSync(kpi, 'utf8').replace("points: '100'", 'points: many'));
  const fault = complaintAfter('tariff.yaml', "price: '1.25'", 'price: free');
  expect(fault.problems.map((p) => p.file).sort()).toEqual([
    'tenders/second/kpi.yaml',
    'tenders/second/tariff.yaml',
  ]);
  for (const problem of fault.problems) expect(problem.line).toBeGreaterThan(0);
});

it('names what there is when a tender, a reading or an option is unknown', () => {
  const failing = (run: () => unknown) => {
    try {
      run();
    } catch (error) {
      return error as Fault;
    }
    throw new Error('nothing was refused');
  };
  const tender = failing(() => loadTender('third', { catalogue, root }));
  expect([tender.code, tender.message]).toEqual(['SPEC_UNKNOWN_TENDER', expect.stringContaining('second')]);
  const reading = failing(() => loadTender('second', { catalogue, root, readings: { B2: 'vcpus' } }));
  expect([reading.code, reading.message]).toEqual(['SPEC_UNKNOWN_READING', expect.stringContaining('B1')]);
  const option = failing(() => loadTender('second', { catalogue, root, readings: { B1: 'cores' } }));
  expect([option.code, option.message]).toEqual([
    'SPEC_UNKNOWN_READING',
    expect.stringContaining('hardware-threads'),
  ]);
});
