import type {
  AssetList,
  Component,
  ComponentRole,
  EvidenceItem,
  InstrumentLimits,
  Measurement,
  SecretReference,
  Target,
  Tier,
} from '../spec/index.ts';
import type { HttpClient } from './clients/http.ts';
import type { StatementRecord } from './clients/postgresql/transcript.ts';
import type { CommandRecord } from './clients/ssh/transcript.ts';
import type { ResourceScope } from './resources.ts';

/** What a probe brings home. It measures; it never judges. */
export interface Sighting {
  measurements: Measurement[];
  /** `measured` unless said otherwise: a platform's word about itself is `declared-by-target`. */
  tier?: Tier;
  /** The result takes longer than an attempt may last: collect it after `until` (ISO 8601). */
  awaiting?: { until: string; carry: Record<string, unknown> };
  /** Of a probe that makes load: what its generator can do at most, and how busy it was. */
  instrument?: InstrumentLimits;
}

/** Everything a probe may touch. Faults TARGET_* that it throws become the state of the observation. */
export interface ProbeContext {
  readonly component: Component;
  readonly target: Target;
  readonly inputs: Readonly<Record<string, number | string | boolean>>;
  readonly assets: AssetList | undefined;
  /** Aborted at the time limit and by Ctrl-C; pass it to whatever waits. */
  readonly signal: AbortSignal;
  /** Unique per observation, short, DNS-safe: every created resource carries it in its name. */
  readonly marker: string;
  readonly http: HttpClient;
  readonly resources: ResourceScope;
  /** For what `http` does not reach: throws USAGE_NOT_AUTHORISED where leave is needed and the host is not named. */
  permit(url: string): void;
  /** Resolves a secret and has its value redacted from everything that is captured. */
  secret(reference: SecretReference): string;
  /** PEM of a component's private CA, for what `http` does not reach; undefined: the public roots. */
  ca(component: Component): string | undefined;
  /** Another component of the target, e.g. the management controllers beside the cloud API. */
  sibling(role: ComponentRole): Component | undefined;
  /** One thing that was done, for the report's details and the live display. */
  step(label: string, detail?: string): void;
  /** Keeps what was run on a host, and what came of it, in the transcript of the observation. */
  command(record: CommandRecord): void;
  /** Keeps a statement that was sent to a database, and what came of it, in the transcript of the observation. */
  statement(record: StatementRecord): void;
  /** Closes a connection after the resources of the observation are removed. */
  atEnd(close: () => void): void;
  /** A remark for the reader that no expectation asks for. */
  note(text: string): void;
  /** Puts bytes into the safe under their digest. Redacted when textual. */
  capture(label: string, mediaType: string, bytes: Uint8Array | string): Promise<EvidenceItem>;
  /** What `random` starts from, besides the plan item. */
  readonly seed: number;
  /** Seeded: the same run seed draws the same sample. */
  random(): number;
}

export interface Probe {
  /** The id of its contract in spec/probes, of its file and of its folder. */
  readonly id: string;
  readonly version: number;
  gather(context: ProbeContext): Promise<Sighting>;
  /** Collects what `gather` left awaiting; may answer `awaiting` again. */
  collect?(context: ProbeContext, carry: Record<string, unknown>): Promise<Sighting>;
}

/** Waits, or rejects at once when the attempt is aborted. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error);
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
  });
}
