import { fork } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadCatalogue, loadTender } from '../../spec/load/index.ts';
import { type Caught, mutantsOfData, watcherOf } from './data-run.ts';
import type { Catcher } from './kinds.ts';
import { readLimitCases } from './limits.ts';
import { exampleRounds } from './rounds.ts';
import { readStated } from './stated.ts';
import { readTenderData } from './tender-data.ts';

// Two processes share the mutants of a tender's data, every second one each.

type Answer = [mutant: number, by: Catcher[]];

async function answersOf(id: string, root: string, share: number): Promise<Answer[]> {
  const folder = join(root, id);
  const catalogue = loadCatalogue();
  const data = readTenderData(id, root);
  const watch = watcherOf(data, {
    catalogue,
    stated: readStated(folder),
    limits: readLimitCases(folder),
    rounds: await exampleRounds(loadTender(id, { catalogue, root })),
  });
  return mutantsOfData(data).flatMap((mutant, index): Answer[] =>
    index % 2 === share ? [[index, watch(mutant).by]] : [],
  );
}

/** Who noticed each mutant of a tender's data, in their order. */
export async function watchAll(id: string, root: string): Promise<Caught[]> {
  const child = fork(fileURLToPath(import.meta.url), [id, root], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const other = new Promise<Answer[]>((resolve, reject) => {
    child.once('message', (answers) => resolve(answers as Answer[]));
    child.once('exit', (code) => reject(new Error(`the other half ended early: ${code}`)));
  });
  const [own, theirs] = await Promise.all([answersOf(id, root, 0), other]);
  const by = new Map([...own, ...theirs]);
  return mutantsOfData(readTenderData(id, root)).map((mutant, index) => ({ ...mutant, by: by.get(index)! }));
}

if (process.send && process.argv[1] === fileURLToPath(import.meta.url)) {
  const [id, root] = process.argv.slice(2);
  process.send(await answersOf(id!, root!, 1), () => process.disconnect());
}
