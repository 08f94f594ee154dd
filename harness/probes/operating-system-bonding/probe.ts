import type { Measurement } from '../../../spec/index.ts';
import { requireRoot, shellOf } from '../../clients/ssh/host-shell.ts';
import type { Probe } from '../../probe.ts';
import { modes, tryMode } from './trial.ts';

/** In which modes the system of a host bonds two ports so that a flow outlives the loss of one. */
export const probe: Probe = {
  id: 'operating-system-bonding',
  version: 1,
  async gather(context) {
    const shells = { orders: shellOf(context), flows: shellOf(context) };
    await requireRoot(shells.orders);
    const settled = await Promise.allSettled(
      modes.map(async (mode) => ({ mode, ...(await tryMode(context, shells, mode)) })),
    );
    const trials = settled.map((one) => {
      if (one.status === 'rejected') throw one.reason;
      return one.value;
    });
    for (const { mode, why } of trials) context.step(`聚合模式 ${mode}`, why);
    const working = trials.filter(({ works }) => works);
    const gaps = working.flatMap(({ gapMs }) => (gapMs === undefined ? [] : [gapMs]));
    const measurements: Measurement[] = [
      { measurand: 'modes-working', values: [working.map(({ mode }) => mode)] },
      { measurand: 'mode-count', unit: 'piece', values: [working.length] },
    ];
    if (gaps.length > 0) measurements.push({ measurand: 'longest-gap', unit: 'ms', values: gaps });
    return { measurements };
  },
};
