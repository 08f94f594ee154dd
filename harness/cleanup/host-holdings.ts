import { workRoot } from '../clients/ssh/host-shell.ts';
import { removeFolder, removeNamespace } from '../clients/ssh/removal.ts';
import type { Shell } from '../clients/ssh.ts';
import type { Holding, HoldingKind, Listing } from './kinds.ts';

const ours = /^biaochi-[\w-]+$/;

/** What bears a name of ours on a host; of all else there nothing is read. */
export async function hostHoldings(shell: Shell): Promise<Listing> {
  const holdings: Holding[] = [];
  const unlisted = new Map<HoldingKind, string>();
  const look = async (
    kind: HoldingKind,
    argv: readonly string[],
    idOf: (name: string) => string,
    remove: (id: string) => Promise<void>,
  ) => {
    const { code, stdout, stderr } = await shell.run(argv, { asRoot: true });
    if (code !== 0) {
      unlisted.set(kind, stderr.trim().slice(0, 200));
      return;
    }
    for (const name of stdout.split('\n').map((line) => line.split(' ')[0]!))
      if (ours.test(name))
        holdings.push({ kind, id: idOf(name), name, texts: [name], remove: () => remove(idOf(name)) });
  };
  const folder = (name: string) => `${workRoot}/${name}`;
  await look('host-folder', ['ls', '-1', workRoot], folder, (id) => removeFolder(shell, id));
  await look(
    'network-namespace',
    ['ip', 'netns', 'list'],
    (name) => name,
    (id) => removeNamespace(shell, id),
  );
  return { holdings, unlisted };
}
