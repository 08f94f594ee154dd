import { expect, it } from 'vitest';
import { countKills } from './kills.ts';

// A few kills of a short acceptance; `npx tsx test/long/kills.ts` does a hundred of the whole one.
it('a run that is killed loses nothing that it announced, leaves nothing and doubles nothing', async () => {
  const only = ['3.3', '5.1.1.1-3', '5.1.2.2-1'];
  const count = await countKills({ kills: 3, seed: 5, only });
  expect(count.trouble).toEqual([]);
  expect(count).toMatchObject({ kills: 3, lost: 0, repeated: 0, duplicates: 0, left: 0, torn: 0 });
}, 420_000);
