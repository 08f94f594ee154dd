import { writeSync } from 'node:fs';
import { accept } from '../../cli/pipeline.ts';

// One acceptance in a process of its own, to be killed. Says on stdout, unbuffered, what has been acknowledged.

const [target, directory, mode, ...only] = process.argv.slice(2);
if (!target || !directory) throw new Error('usage: child.ts TARGET DIRECTORY [start|resume] [CLAUSE...]');
const say = (line: object) => writeSync(1, `${JSON.stringify(line)}\n`);

const { record } = await accept({
  target,
  directory,
  resume: mode === 'resume',
  only: only.length > 0 ? only : undefined,
  signal: new AbortController().signal,
  onEvent: (event) => {
    if (event.type === 'survey' && event.when === 'before') say({ begun: true });
    if (event.type === 'finished')
      say({ item: event.item.id, digestOf: event.observation.window.to, state: event.observation.state });
  },
});
say({ ended: record.ended });
