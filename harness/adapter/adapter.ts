import {
  type AdaptedComponent,
  type AdapterStep,
  type AdapterUntil,
  Fault,
  type OperationContract,
  type Scalar,
} from '../../spec/index.ts';
import { type ProbeContext, pause } from '../probe.ts';
import { operationsOf } from './operations.ts';
import { type Perform, performer } from './perform.ts';
import { meets, type Taken, takeFrom } from './take.ts';

/** What an operation answered, typed as its contract says. */
export interface Results {
  text(name: string): string;
  number(name: string): number;
  list(name: string): readonly string[];
}
const resultsOf = (values: ReadonlyMap<string, Taken>): Results => ({
  text: (name) => values.get(name) as string,
  number: (name) => values.get(name) as number,
  list: (name) => values.get(name) as string[],
});

/** A product spoken to by its adapter. */
export interface AdaptedProduct {
  has(...operations: string[]): boolean;
  /** Throws TARGET_* with step and operation when a step fails, also when the product says no. */
  call(operation: string, inputs: Readonly<Record<string, Scalar>>): Promise<Results>;
  /** Hands back what the product itself answered by which it says no. */
  ask(
    operation: string,
    inputs: Readonly<Record<string, Scalar>>,
  ): Promise<{ results: Results; refused?: never } | { refused: string; results?: never }>;
}

/** Opens the component of an observation, which must be one with an adapter. */
export function openAdapted(context: ProbeContext): AdaptedProduct {
  const { component } = context;
  if (!('adapter' in component)) throw new Error(`${component.id} has no adapter`);
  const { adapter } = component;
  const contracts = operationsOf(component.role);
  const perform = performer(context, component);
  let session: Promise<Map<string, Taken>> | undefined;
  const secretOf = (name: string): string => context.secret(adapter.secrets![name]!);

  const walk = async (
    steps: readonly AdapterStep[],
    operation: string,
    known: ReadonlyMap<string, Taken>,
    contract: OperationContract | undefined,
  ): Promise<{ values: Map<string, Taken> } | { refused: string }> => {
    const values = new Map(known);
    const lookUp = (name: string): Scalar => {
      if (name.startsWith('secret:')) return secretOf(name.slice('secret:'.length));
      if (name === 'marker') return context.marker;
      const value = values.get(name);
      if (value === undefined || Array.isArray(value)) throw new Error(`${operation}: ${name} is not known`);
      return value;
    };
    for (const [index, step] of steps.entries()) {
      const where = `操作 ${operation} 第 ${index + 1} 步`;
      const done = await repeat(context, perform, step, lookUp, where, contract);
      if ('refused' in done) return done;
      for (const [name, value] of done.taken) values.set(name, value);
    }
    return { values };
  };
  const ask: AdaptedProduct['ask'] = async (operation, inputs) => {
    const contract = contracts[operation];
    const steps = adapter.operations[operation];
    if (!contract || !steps) throw new Error(`the adapter of ${component.id} has no ${operation}`);
    session ??= openSession(component, walk);
    const given = new Map<string, Taken>([
      ...Object.entries(adapter.values ?? {}),
      ...(await session),
      ...Object.entries(inputs),
    ]);
    const done = await walk(steps, operation, given, contract);
    return 'refused' in done ? done : { results: resultsOf(done.values) };
  };
  return {
    has: (...operations) => operations.every((one) => Object.hasOwn(adapter.operations, one)),
    ask,
    async call(operation, inputs) {
      const { results, refused } = await ask(operation, inputs);
      if (refused !== undefined)
        throw new Fault('TARGET_STATE', `操作 ${operation} 被拒绝或失败：${refused}`);
      return results;
    },
  };
}

type Walk = (
  steps: readonly AdapterStep[],
  operation: string,
  known: ReadonlyMap<string, Taken>,
  contract: OperationContract | undefined,
) => Promise<{ values: Map<string, Taken> } | { refused: string }>;

async function openSession({ adapter }: AdaptedComponent, walk: Walk): Promise<Map<string, Taken>> {
  const done = await walk(
    adapter.session ?? [],
    'session',
    new Map(Object.entries(adapter.values ?? {})),
    undefined,
  );
  if ('refused' in done) throw new Fault('TARGET_UNAUTHORISED', `操作 session 被拒绝：${done.refused}`);
  return done.values;
}

type Walked = { taken: Map<string, Taken> } | { refused: string };

/** A step, once or until what it tells holds. */
async function repeat(
  context: ProbeContext,
  perform: Perform,
  step: AdapterStep,
  values: (name: string) => Scalar,
  where: string,
  contract: OperationContract | undefined,
): Promise<Walked> {
  const { until } = step;
  const last = performance.now() + (until?.withinSeconds ?? 0) * 1000;
  for (;;) {
    const performed = await perform(step, values, where);
    if ('refused' in performed) return performed;
    const taken = new Map<string, Taken>();
    for (const [name, take] of Object.entries(step.take ?? {}))
      taken.set(name, takeFrom(take, performed.answer, contract?.results[name]?.type));
    if (until && holds(until.fails, taken)) return { refused: `${where}：${told(until, taken)}` };
    const missing = [...taken].filter(([, value]) => value === undefined).map(([name]) => name);
    if (!until || (holds(until.holds, taken) && missing.length === 0)) {
      if (missing.length > 0)
        throw new Fault('TARGET_GARBAGE', `${where}：应答中没有 ${missing.join('、')}，或类型不对`);
      return { taken };
    }
    if (performance.now() >= last)
      throw new Fault(
        'TARGET_STATE',
        `${where}：${until.withinSeconds} 秒内未达到所等的状态（${told(until, taken)}）`,
      );
    await pause(until.everySeconds * 1000, context.signal);
  }
}

/** Of nothing, nothing holds. */
const holds = (conditions: AdapterUntil['holds'] | undefined, taken: ReadonlyMap<string, Taken>): boolean =>
  conditions !== undefined && Object.entries(conditions).every(([name, one]) => meets(taken.get(name), one));

const told = (until: AdapterUntil, taken: ReadonlyMap<string, Taken>): string =>
  Object.keys(until.holds)
    .map((name) => `${name}=${String(taken.get(name) ?? '（无）')}`)
    .join('，');
