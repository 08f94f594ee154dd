import type { Component, ConsoleRecipe, Measurement } from '../../../spec/index.ts';
import { type Console, openConsole } from '../../clients/console.ts';
import { act } from '../../clients/openstack/instance-actions.ts';
import { isRunning, readServer } from '../../clients/openstack/servers.ts';
import { connectOpenStack, type OpenStack, textAt, waitFor } from '../../clients/openstack.ts';
import { type Probe, type ProbeContext, pause } from '../../probe.ts';
import { type Ordered, orderOneOfEach } from './order.ts';

/** Lists of consoles are renewed by looking again. */
const betweenLooksMs = 1_000;

/** What the interface made is looked for in the console: a person's view, compared with what really stands. */
export const probe: Probe = {
  id: 'console-resources',
  version: 1,
  async gather(context) {
    const cloud = context.sibling('openstack');
    if (!cloud) {
      context.note('目标文件没有云管理接口，控制台所示无从核对。');
      return { measurements: [] };
    }
    const os = await connectOpenStack({ component: cloud, http: context.http, secret: context.secret });
    // The browser first: where there is none, nothing needs to be made.
    const console = await openConsole(context, Number(context.inputs.stepSeconds) * 1000);
    try {
      const ordered = await orderOneOfEach(onCloud(context, cloud), os);
      return { measurements: await compare(context, os, console, ordered) };
    } finally {
      await console.close();
    }
  },
};

/** What is made stands on the cloud's side, where a cleanup looks for it. */
const onCloud = (context: ProbeContext, cloud: Component): ProbeContext =>
  Object.create(context, { resources: { value: context.resources.on(cloud.id) } }) as ProbeContext;

async function compare(
  context: ProbeContext,
  os: OpenStack,
  console: Console,
  ordered: Ordered,
): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  const { recipes, shows } = console.component;
  const shown: string[] = [];
  let looked = 0;
  for (const kind of ['compute', 'storage', 'network'] as const) {
    if (recipes[kind] === undefined) {
      context.note(`目标文件没有控制台脚本 ${kind}，该种资源未在控制台查看。`);
      continue;
    }
    looked += 1;
    const row = await lookUntil(context, console, kind, ordered[kind].name, (text) => text !== undefined);
    context.step(`在控制台查找${ordered[kind].title}`, row ?? '没有找到');
    if (row !== undefined) shown.push(kind);
  }
  if (looked > 0) measurements.push({ measurand: 'kinds-shown', values: [shown] });
  if (!shown.includes('compute')) return measurements;
  const { id, name } = ordered.compute;
  if (shows === undefined) context.note('目标文件没有写明控制台以何字样显示状态（shows），状态未核对。');
  else {
    const says = (text: string | undefined, wanted: string, other: string) =>
      text !== undefined && holds(text, wanted) && !holds(text, other);
    const before = await lookUntil(context, console, 'compute', name, (text) =>
      says(text, shows.running, shows.stopped),
    );
    await stop(context, os, id);
    const after = await lookUntil(context, console, 'compute', name, (text) =>
      says(text, shows.stopped, shows.running),
    );
    const follows = says(before, shows.running, shows.stopped) && says(after, shows.stopped, shows.running);
    context.step('核对控制台所示状态', `运行时：${before ?? '没有找到'}；关机后：${after ?? '没有找到'}`);
    measurements.push({ measurand: 'state-follows', values: [follows] });
  }
  await context.resources.release(name);
  const last = await lookUntil(context, console, 'compute', name, (text) => text === undefined);
  context.step('释放后在控制台查找', last ?? '不再显示');
  measurements.push({ measurand: 'removed-disappears', values: [last === undefined] });
  return measurements;
}

/** A state stands between blanks: it is no part of another word. */
const holds = (row: string, state: string) => ` ${row} `.includes(` ${state} `);

/** Plays the recipe until it shows what is waited for, or answers what it last showed. */
async function lookUntil(
  context: ProbeContext,
  console: Console,
  recipe: ConsoleRecipe,
  name: string,
  isIt: (row: string | undefined) => boolean,
): Promise<string | undefined> {
  const end = performance.now() + Number(context.inputs.patienceSeconds) * 1000;
  for (;;) {
    const row = await console.play(recipe, { name });
    if (isIt(row) || performance.now() >= end) return row;
    await pause(betweenLooksMs, context.signal);
  }
}

async function stop(context: ProbeContext, os: OpenStack, id: string): Promise<void> {
  await act(os, id, { 'os-stop': null });
  await waitFor(
    '关机',
    () => readServer(os, id),
    (server) => textAt(server, 'status') === 'SHUTOFF' && !isRunning(server),
    context.signal,
  );
}
