import { createHash, randomBytes } from 'node:crypto';
import type { Redactor } from '../evidence/index.ts';
import {
  type AssetList,
  type Component,
  type EvidenceItem,
  Fault,
  isTargetFault,
  type Observation,
  type ObservationFault,
  ownInstrumentOf,
  type PlanItem,
  type ProbeContract,
  type ResourceEntry,
} from '../spec/index.ts';
import type { Permit } from './authorisation.ts';
import { asTargetFault, BoundedHttpClient, type HttpExchange } from './clients/http.ts';
import { redactStatement, type StatementRecord } from './clients/postgresql/transcript.ts';
import { redactExchange } from './clients/redact-exchange.ts';
import { type CommandRecord, redactCommand } from './clients/ssh/transcript.ts';
import type { Probe, ProbeContext, Sighting } from './probe.ts';
import { createResourceScope } from './resources.ts';
import type { LoadedTarget } from './target.ts';

/** What one observation needs from the run around it. */
export interface ObserveOptions {
  probe: Probe;
  contract: ProbeContract;
  item: PlanItem;
  planDigest: string;
  component: Component;
  loaded: LoadedTarget;
  assets?: AssetList | undefined;
  redactor: Redactor;
  seed: number;
  /** The tools of the run, this program among them. */
  tools?: readonly { name: string; version: string }[];
  signal: AbortSignal;
  capture(label: string, mediaType: string, bytes: Uint8Array): Promise<EvidenceItem>;
  onStep?(label: string): void;
  onResource?(entry: ResourceEntry): void;
  /** Guards the connections of a probe that needs leave. */
  permit?: Permit | undefined;
  /** Id of the run, which the marker of every resource names. */
  run?: string | undefined;
  /** What earlier attempts of this item left standing for its collection. */
  kept?: readonly ResourceEntry[] | undefined;
  /** An earlier observation of this item that awaits collection. */
  awaiting?: Observation | undefined;
  /** For tests: a shorter limit than the contract's, seconds. */
  timeLimit?: number | undefined;
}

const removalLimitMs = 60_000;

/** A small seeded generator (mulberry32): the same seed draws the same sample. */
function seeded(seed: number, text: string): () => number {
  let state = (seed ^ createHash('sha256').update(text).digest().readUInt32LE(0)) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** `biaochi-<run>-<item>-<chance>`: unique per run and attempt, lower-case, DNS-safe, 34 characters. */
function markerOf(run: string | undefined, item: string): string {
  const short = createHash('sha256')
    .update(run ?? '')
    .digest('hex')
    .slice(0, 8);
  return `biaochi-${short}-${item.slice(0, 6)}-${randomBytes(5).toString('hex')}`;
}

/** A defect of ours in what a probe returned: an unknown measurand, a missing or foreign unit, a wrong kind. */
function assertSighting(sighting: Sighting, contract: ProbeContract): void {
  for (const measurement of sighting.measurements) {
    const known = contract.measurands[measurement.measurand];
    if (!known) throw new Error(`probe ${contract.id} returned unknown measurand ${measurement.measurand}`);
    if (known.kind === 'quantity' ? measurement.unit === undefined : measurement.unit !== undefined) {
      throw new Error(
        `probe ${contract.id}: ${measurement.measurand} ${known.kind} with unit ${measurement.unit}`,
      );
    }
    if (measurement.uncertainty && measurement.uncertainty.length !== measurement.values.length)
      throw new Error(`probe ${contract.id}: ${measurement.measurand} lacks the uncertainty of a sample`);
    const fits = { quantity: 'number', boolean: 'boolean', text: 'string', set: 'object' }[known.kind];
    if (
      measurement.values.some(
        (value) => typeof value !== fits || (typeof value === 'number' && !Number.isFinite(value)),
      )
    ) {
      throw new Error(`probe ${contract.id}: ${measurement.measurand} is not ${known.kind}`);
    }
  }
}

/** What a later version of this program collects was begun with the earlier one: both made it. */
function madeWith({ tools = [], awaiting }: ObserveOptions): { id: string; version?: string }[] {
  const instrument = ownInstrumentOf(tools);
  const before = (awaiting?.madeWith ?? []).filter(
    ({ id, version }) => id !== instrument.id || version !== instrument.version,
  );
  return [...before, instrument];
}

/**
 * Makes one observation: runs the probe within its limit, keeps its transcript, removes what it created.
 * A fault of the target becomes the observation's state; a plain Error is our defect and is recorded as one, never as a finding.
 */
export async function observe(options: ObserveOptions): Promise<Observation> {
  const { probe, contract, item, component, loaded, redactor } = options;
  const id = `o-${item.id}`;
  const limit = options.timeLimit ?? contract.timeLimit;
  const clock = new AbortController();
  const timer = setTimeout(() => clock.abort(new Error('time limit')), limit * 1000);
  let signal = AbortSignal.any([options.signal, clock.signal]);
  const exchanges: HttpExchange[] = [];
  const commands: CommandRecord[] = [];
  const statements: StatementRecord[] = [];
  const closers: (() => void)[] = [];
  const evidence: EvidenceItem[] = [];
  const notes: string[] = [];
  const steps: Observation['steps'] = [];
  const marker = markerOf(options.run, item.id);
  const http = new BoundedHttpClient({
    ca: loaded.ca(component),
    permit: options.permit,
    get signal() {
      return signal;
    },
    onExchange: (exchange) => exchanges.push(redactExchange(exchange, redactor)),
  });
  const tell = (entry: ResourceEntry) => options.onResource?.(redactor.data(entry));
  const resources = createResourceScope(id, marker, tell, { component: component.id, kept: options.kept });
  const capture: ProbeContext['capture'] = async (label, mediaType, bytes) => {
    const kept = redactor.bytes(mediaType, bytes);
    const stored = await options.capture(redactor.text(label), mediaType, kept);
    evidence.push(stored);
    return stored;
  };
  const context: ProbeContext = {
    component,
    target: loaded.target,
    inputs: item.inputs as ProbeContext['inputs'],
    assets: options.assets,
    get signal() {
      return signal;
    },
    marker,
    http,
    resources: resources.scope,
    permit: (url) => options.permit?.(url),
    secret(reference) {
      const value = loaded.secret(reference);
      redactor.learn(value);
      return value;
    },
    ca: (other) => loaded.ca(other),
    sibling: (role) => loaded.target.components.find((other) => other.role === role),
    step(label, detail) {
      steps.push({
        at: new Date().toISOString(),
        label: redactor.text(label),
        ...(detail === undefined ? {} : { detail: redactor.text(detail) }),
      });
      options.onStep?.(redactor.text(label));
    },
    command: (record) => commands.push(redactCommand(record, redactor)),
    statement: (record) => statements.push(redactStatement(record, redactor)),
    atEnd: (close) => closers.push(close),
    note: (text) => notes.push(redactor.text(text)),
    capture,
    seed: options.seed,
    random: seeded(options.seed, item.id),
  };
  const from = new Date().toISOString();
  let sighting: Sighting = { measurements: [] };
  let state: Observation['state'] = 'completed';
  let fault: ObservationFault | undefined;
  try {
    const collecting = options.awaiting?.state === 'awaiting' && probe.collect !== undefined;
    sighting = collecting
      ? await probe.collect!(context, options.awaiting!.carry ?? {})
      : await probe.gather(context);
    assertSighting(sighting, contract);
    if (sighting.awaiting) state = 'awaiting';
  } catch (error) {
    sighting = { measurements: [] };
    const known = asTargetFault(error, component.endpoint);
    if (options.signal.aborted) {
      state = 'aborted';
      fault = { code: 'ABORTED', message: '测试被操作者中断' };
    } else if (clock.signal.aborted) {
      state = 'timed-out';
      fault = { code: 'TIME_LIMIT', message: `超过该项测试的时限 ${limit} 秒` };
    } else if (known?.code === 'USAGE_NOT_AUTHORISED') {
      state = 'aborted';
      fault = { code: 'NOT_AUTHORISED', message: redactor.text(known.message) };
    } else if (known?.code === 'USAGE_INSTRUMENT_MISSING') {
      state = 'aborted';
      fault = { code: 'INSTRUMENT_MISSING', message: redactor.text(known.message) };
    } else if (known && isTargetFault(known)) {
      state = 'errored';
      fault = { code: known.code, message: redactor.text(known.message) };
    } else {
      state = 'errored';
      fault = {
        code: 'DEFECT',
        message: redactor.text(
          error instanceof Fault ? error.message : String((error as Error)?.stack ?? error),
        ),
      };
    }
  } finally {
    clearTimeout(timer);
  }
  // Removal has a time of its own, so that an attempt that was stopped still leaves the platform clean.
  signal = AbortSignal.timeout(removalLimitMs);
  if (state === 'aborted') resources.leaveAdopted();
  const left = await resources.removeAll();
  if (left.length > 0) notes.push(redactor.text(`未能清理：${left.join('；')}`));
  await http.close();
  for (const close of closers) close();
  if (exchanges.length > 0) {
    const lines = exchanges.map((exchange) => JSON.stringify(exchange)).join('\n');
    await capture(`HTTP 往来记录（${contract.title}）`, 'application/x-ndjson', `${lines}\n`);
  }
  if (commands.length > 0) {
    const lines = commands.map((command) => JSON.stringify(command)).join('\n');
    await capture(`主机命令记录（${contract.title}）`, 'application/x-ndjson', `${lines}\n`);
  }
  if (statements.length > 0) {
    const lines = statements.map((statement) => JSON.stringify(statement)).join('\n');
    await capture(`数据库语句记录（${contract.title}）`, 'application/x-ndjson', `${lines}\n`);
  }
  if (evidence.length === 0 && steps.length > 0) {
    await capture(
      `步骤记录（${contract.title}）`,
      'application/json',
      `${JSON.stringify({ steps, fault }, null, 2)}\n`,
    );
  }
  return {
    id,
    planItem: item.id,
    planDigest: options.planDigest,
    probe: probe.id,
    probeVersion: probe.version,
    component: component.id,
    inputs: item.inputs,
    window: { from: options.awaiting?.window.from ?? from, to: new Date().toISOString() },
    tier: sighting.tier ?? 'measured',
    madeWith: madeWith(options),
    state,
    ...(sighting.awaiting
      ? { until: sighting.awaiting.until, carry: redactor.data(sighting.awaiting.carry) }
      : {}),
    ...(fault ? { fault } : {}),
    measurements: redactor.data(sighting.measurements),
    ...(sighting.instrument ? { instrument: sighting.instrument } : {}),
    steps,
    notes,
    evidence,
  };
}
