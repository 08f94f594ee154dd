import type { Measurement } from '../../../spec/index.ts';
import { isCold, prepareColdData } from '../../backup/cold.ts';
import { restoreAndCompare } from '../../backup/restored.ts';
import type { Probe } from '../../probe.ts';

/** Archives a copy to the cold storage, takes the copy away, and brings the data back from the cold one alone. */
export const probe: Probe = {
  id: 'backup-cold-archive',
  version: 1,
  async gather(context) {
    const measurements: Measurement[] = [];
    const origin = context.inputs.origin === 'remote' ? 'remote' : 'local';
    const made = await prepareColdData(context, origin);
    if (!made?.data.product.has('read-archived')) return { measurements };
    const { data, archived, refused } = made;
    if (refused !== undefined) return { measurements: [{ measurand: 'archived-to-cold', values: [false] }] };
    const found = await data.product.call('read-archived', { set: data.name, archived });
    const [tier, bytes] = [found.text('tier'), found.number('bytes')];
    context.step('冷存储端读出冷副本', `档次 ${tier}，${bytes} 字节`);
    measurements.push({ measurand: 'archived-to-cold', values: [bytes > 0 && isCold(tier)] });
    if (!data.product.has(`remove-copy-${origin}`, 'restore-archived', 'list-restored'))
      return { measurements };
    await data.product.call(`remove-copy-${origin}`, { set: data.name, copy: made.copy });
    const what = {
      operation: 'restore-archived',
      inputs: { archived },
      place: 'from-cold',
      label: '删除源副本后仅凭冷副本取回',
    };
    const { identical } = await restoreAndCompare(context, data, what, data.written());
    measurements.push({ measurand: 'archive-identical', values: [identical] });
    return { measurements };
  },
};
