import type { Measurement } from '../../../spec/index.ts';
import { prepareColdData } from '../../backup/cold.ts';
import { restoreAndCompare } from '../../backup/restored.ts';
import type { Probe } from '../../probe.ts';

/** Copies what only the cold storage holds back to a backup system, takes the cold copy away, and restores from there. */
export const probe: Probe = {
  id: 'backup-cold-recall',
  version: 1,
  async gather(context) {
    const measurements: Measurement[] = [];
    const site = context.inputs.destination === 'remote' ? 'remote' : 'local';
    const made = await prepareColdData(context, 'local');
    // What could not be archived cannot be recalled either: that is another probe's finding.
    if (!made || made.refused !== undefined) return { measurements };
    const { data, copy, archived } = made;
    const restore = site === 'local' ? 'restore-elsewhere' : 'restore-remote';
    const needed = ['remove-copy-local', `recall-${site}`, 'remove-archived', restore, 'list-restored'];
    if (!data.product.has(...needed)) return { measurements };
    const set = { set: data.name };
    await data.product.call('remove-copy-local', { ...set, copy });
    const started = performance.now();
    const { results, refused } = await data.product.ask(`recall-${site}`, { ...set, archived });
    const hours = (performance.now() - started) / 3_600_000;
    context.step(
      `反向复制到${site === 'local' ? '本地' : '异地'}备份系统`,
      refused ?? `副本 ${results!.text('copy')}`,
    );
    if (refused !== undefined) return { measurements: [{ measurand: 'recalled', values: [false] }] };
    await data.product.call('remove-archived', { ...set, archived });
    const what = {
      operation: restore,
      inputs: { copy: results!.text('copy') },
      place: 'recalled',
      label: '删除冷副本后仅凭该系统恢复',
    };
    const { identical, files } = await restoreAndCompare(context, data, what, data.written());
    // A number of a copy is the product's word; that something can be restored from it is not.
    measurements.push({ measurand: 'recalled', values: [files.length > 0] });
    measurements.push({ measurand: 'recalled-identical', values: [identical] });
    if (identical) measurements.push({ measurand: 'recall-time', unit: 'h', values: [hours] });
    return { measurements };
  },
};
