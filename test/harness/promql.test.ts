import { afterEach, describe, expect, it } from 'vitest';
import { BoundedHttpClient } from '../../harness/clients/http.ts';
import { timeLineOf } from '../../harness/clients/promql/time-line.ts';
import { openPrometheus, type Prometheus } from '../../harness/clients/promql.ts';
import { startPrometheus } from '../../scenarios/platform/prometheus.ts';
import { model } from '../probes/monitoring.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const day = 86_400;
const to = Math.floor(Date.now() / 1000 / 120) * 120;

async function open(password = 'secret'): Promise<Prometheus> {
  const series = [model('up', () => 1, { job: 'a' }), model('load', (at) => at % 7, { job: 'b' })];
  const server = await startPrometheus({ username: 'watcher', password: 'secret', series });
  const http = new BoundedHttpClient({ signal: new AbortController().signal });
  undo.push(() => server.close());
  undo.push(() => http.close());
  const credentials = { username: 'watcher', password: { env: 'NONE' } };
  return openPrometheus(
    { http, secret: () => password },
    { id: 'm', role: 'monitoring', endpoint: server.url, credentials },
  );
}

describe('the client of a monitoring system', () => {
  it('asks for more than one answer may hold in slices, and counts what they share once', async () => {
    const client = await open();
    const [series, ...others] = await client.samples('up', to - 20 * day, to);
    expect(others).toEqual([]);
    expect(series?.samples).toHaveLength((20 * day) / 120 + 1);
    expect(new Set(series?.samples.map(([at]) => at)).size).toBe(series?.samples.length);
    const [stepped] = await client.queryRange('up', to - 20 * day, to, 60);
    expect(stepped?.samples).toHaveLength((20 * day) / 60 + 1);
  });

  it('reads the rest of the interface', async () => {
    const client = await open();
    expect((await client.query('up{job="a"}'))[0]?.samples[0]?.[1]).toBe(1);
    expect(await client.query('nothing')).toEqual([]);
    expect(await client.series('up', to - day, to)).toEqual([{ __name__: 'up', job: 'a' }]);
    expect(await client.labelValues('job')).toEqual(['a', 'b']);
    expect(await client.targets()).toHaveLength(2);
    expect([await client.alerts(), await client.rules(), await client.metadata()]).toEqual([[], [], {}]);
    expect(await client.retention()).toBe('200d');
  });

  it('says what the server refuses, and what of an account', async () => {
    await expect((await open()).query('sum by (')).rejects.toMatchObject({ code: 'TARGET_STATUS' });
    await expect((await open('other')).query('up')).rejects.toMatchObject({ code: 'TARGET_UNAUTHORISED' });
  });
});

describe('the time line of a series', () => {
  const line = (samples: [number, number][]) =>
    timeLineOf({ labels: {}, samples }, { from: 100, to: 200 }, 10);

  it('lets a sample speak until the next one, and for twice the interval at most', () => {
    expect(
      line([
        [100, 1],
        [120, 0],
        [130, 1],
      ]),
    ).toMatchObject({
      samples: 3,
      up: [
        { from: 100, to: 120 },
        { from: 130, to: 150 },
      ],
      down: [{ from: 120, to: 130, at: [120] }],
      unknown: [{ from: 150, to: 200 }],
    });
  });

  it('lets the last sample before the period speak into it', () => {
    expect(line([[85, 1]])).toMatchObject({
      up: [{ from: 100, to: 105 }],
      unknown: [{ from: 105, to: 200 }],
    });
    expect(line([[80, 1]])).toMatchObject({ samples: 0, up: [], unknown: [{ from: 100, to: 200 }] });
  });

  it('knows nothing without samples, or from those after the period', () => {
    expect(line([])).toMatchObject({ samples: 0, unknown: [{ from: 100, to: 200 }] });
    expect(line([[200, 0]])).toMatchObject({ samples: 0, down: [], unknown: [{ from: 100, to: 200 }] });
  });
});
