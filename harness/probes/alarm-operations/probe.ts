import { openAlertmanager, type TestAlert } from '../../clients/alertmanager.ts';
import { type Fields, isFields } from '../../clients/openstack/shape.ts';
import { monitoringOf } from '../../clients/promql/period.ts';
import { type Probe, pause } from '../../probe.ts';

const markerLabel = 'biaochi_marker';
const pollMs = 200;
/** What a later submission may differ from the first one by, so that the times show which were merged. */
const betweenMs = 50;
/** Taken for equal: interfaces keep instants to the millisecond. */
const instantMs = 1;

const texts = (value: unknown): Record<string, string> =>
  isFields(value)
    ? Object.fromEntries(Object.entries(value).map(([name, text]) => [name, String(text)]))
    : {};

const same = (a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>) =>
  JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());

const sameInstant = (a: unknown, b: string) => Math.abs(Date.parse(String(a)) - Date.parse(b)) <= instantMs;

/** Whether an exported alert says what was submitted, in its first submission and its latest. */
function agrees(found: Fields, first: TestAlert): boolean {
  return (
    same(texts(found.labels), first.labels) &&
    same(texts(found.annotations), first.annotations) &&
    found.generatorURL === first.generatorURL &&
    sameInstant(found.startsAt, first.startsAt)
  );
}

/** One alert that repeats and one that is another, and what the interface has made of them. */
export const probe: Probe = {
  id: 'alarm-operations',
  version: 1,
  async gather(context) {
    const { signal, marker } = context;
    const manager = openAlertmanager(context, monitoringOf(context));
    const lastsMs = Number(context.inputs.seconds) * 1000;
    const alert = (source: string): TestAlert => ({
      labels: { alertname: 'BiaochiTest', source, severity: 'none', [markerLabel]: marker },
      annotations: { summary: `测试告警（${marker}），无须处置` },
      startsAt: new Date().toISOString(),
      endsAt: new Date(Date.now() + lastsMs).toISOString(),
      generatorURL: `http://biaochi.invalid/${marker}/${source}`,
    });
    const held = (one: TestAlert, times: number) =>
      context.resources.create(
        '测试告警',
        async () => {
          for (let time = 0; time < times; time += 1) {
            // A source that repeats says the same again, with a later end.
            await manager.submit([{ ...one, endsAt: new Date(Date.now() + lastsMs).toISOString() }]);
            if (time + 1 < times) await pause(betweenMs, signal);
          }
          return one;
        },
        () => `${marker}/${one.labels.source}`,
        () => manager.submit([{ ...one, endsAt: new Date().toISOString() }]),
      );
    const submissions = Number(context.inputs.submissions);
    const repeated = await held(alert('repeated'), submissions);
    const other = await held(alert('other'), 1);
    context.step('提交测试告警', `同一告警 ${submissions} 次，另一来源 1 次`);
    const of = (all: Fields[], { labels }: TestAlert) =>
      all.filter((found) => texts(found.labels).source === labels.source);
    // An alert is shown a moment after it was taken.
    let found: Fields[] = [];
    for (let waited = 0; waited <= Number(context.inputs.shownWithin) * 1000; waited += pollMs) {
      found = await manager.export(markerLabel, marker);
      if (of(found, repeated).length > 0 && of(found, other).length > 0) break;
      await pause(pollMs, signal);
    }
    await context.capture('导出的告警', 'application/json', `${JSON.stringify(found, null, 1)}\n`);
    const [ofRepeated, ofOther] = [of(found, repeated), of(found, other)];
    context.step(
      '导出告警',
      `共 ${found.length} 条：反复提交的 ${ofRepeated.length} 条，另一来源 ${ofOther.length} 条`,
    );
    if (found.length === 0) {
      context.note('提交已受理而一条也没有导出，不能分辨是没有触发还是没有导出');
      return { measurements: [] };
    }
    const merged = ofRepeated.length === 1 && ofOther.length === 1 && found.length === 2;
    const exported =
      ofRepeated.length > 0 &&
      ofOther.length > 0 &&
      ofRepeated.every((one) => agrees(one, repeated)) &&
      ofOther.every((one) => agrees(one, other));
    return {
      measurements: [
        { measurand: 'exported-identical', values: [exported] },
        { measurand: 'repeats-merged', values: [merged] },
      ],
    };
  },
};
