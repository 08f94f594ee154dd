import { Fault } from '../../../spec/index.ts';
import { pause } from '../../probe.ts';

export interface WaitLimits<T> {
  timeoutMs?: number;
  everyMs?: number;
  /** How the last state is named in the fault; JSON or text of it by default. */
  describe?: (state: T) => string;
  /** A state from which the wanted one can no longer be reached: says why, and the wait ends at once. */
  hopeless?: (state: T) => string | undefined;
}

/** Reads until `done`, and answers the state that was. Throws TARGET_STATE with the last state at the limit. */
export async function waitFor<T>(
  label: string,
  read: () => Promise<T>,
  done: (state: T) => boolean,
  signal: AbortSignal,
  limits: WaitLimits<T> = {},
): Promise<T> {
  const timeoutMs = limits.timeoutMs ?? 120_000;
  const describe =
    limits.describe ?? ((state: T) => (typeof state === 'string' ? state : JSON.stringify(state)));
  const started = performance.now();
  for (;;) {
    const state = await read();
    if (done(state)) return state;
    const why = limits.hopeless?.(state);
    if (why !== undefined) throw new Fault('TARGET_STATE', `${label}：${why}`);
    if (performance.now() - started >= timeoutMs) {
      throw new Fault(
        'TARGET_STATE',
        `${label}：${Math.round(timeoutMs / 1000)} 秒内未达到，最后为 ${describe(state)}`,
      );
    }
    await pause(limits.everyMs ?? 300, signal);
  }
}
