import { type AdaptedComponent, type AdapterStep, Fault } from '../../spec/index.ts';
import { openShell, type Shell } from '../clients/ssh.ts';
import type { ProbeContext } from '../probe.ts';
import type { StepAnswer } from './take.ts';
import { fillJson, fillText, type Values } from './template.ts';

/** What a step came to: an answer, or the product's own no in its words. */
export type Performed = { answer: StepAnswer } | { refused: string };

const defaultTimeoutSeconds = 60;
const shownAtMost = 300;
const longestCommandOutput = 16 * 1024 * 1024;
const shortened = (text: string) => {
  const line = text.trim().replaceAll(/\s+/g, ' ');
  return line.length > shownAtMost ? `${line.slice(0, shownAtMost)}…` : line;
};

/** Performs one step once. Throws TARGET_* for whatever is neither done nor refused. */
export type Perform = (step: AdapterStep, values: Values, where: string) => Promise<Performed>;

export function performer(context: ProbeContext, component: AdaptedComponent): Perform {
  const shells = new Map<string, Shell>();
  const shellOf = (id: string): Shell => {
    const host = context.target.components.find((other) => other.id === id);
    if (host?.role !== 'host' && host?.role !== 'guest')
      throw new Error(`${id} is no host; the loader should have refused`);
    const shell = shells.get(id) ?? openShell(context, host);
    shells.set(id, shell);
    return shell;
  };
  return async (step, values, where) => {
    if (step.http) return request(step.http, context, component, values, where);
    const { on, words, stdin, exit = [0], refused = [], timeoutSeconds } = step.command!;
    const { code, stdout, stderr } = await shellOf(on).run(
      words.map((word) => fillText(word, values)),
      {
        ...(stdin === undefined ? {} : { stdin: fillText(stdin, values) }),
        timeoutMs: (timeoutSeconds ?? defaultTimeoutSeconds) * 1000,
        maxBytes: longestCommandOutput,
      },
    );
    const said = shortened(stderr || stdout);
    if (exit.includes(code)) return { answer: { text: stdout, headers: {} } };
    if (refused.includes(code)) return { refused: `退出码 ${code}，${said}` };
    throw new Fault('TARGET_STATUS', `${where}：命令退出码 ${code}，应为 ${exit.join('、')}（${said}）`);
  };
}

async function request(
  http: NonNullable<AdapterStep['http']>,
  context: ProbeContext,
  component: AdaptedComponent,
  values: Values,
  where: string,
): Promise<Performed> {
  const { method, status = [200], refused = [] } = http;
  const { origin, pathname } = new URL(component.endpoint);
  const url = new URL(
    `${origin}${pathname.replace(/\/$/, '')}${fillText(http.path, values, encodeURIComponent)}`,
  );
  if (url.origin !== origin) throw new Error(`${where}: ${url.origin} is not the component`);
  const isText = typeof http.body === 'string';
  const headers = {
    ...(http.body === undefined
      ? {}
      : { 'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json' }),
    ...Object.fromEntries(
      Object.entries(http.headers ?? {}).map(([name, value]) => [
        name.toLowerCase(),
        fillText(value, values),
      ]),
    ),
  };
  const body =
    http.body === undefined
      ? {}
      : {
          body: isText ? fillText(http.body as string, values) : JSON.stringify(fillJson(http.body, values)),
        };
  const answer = await context.http.request({
    method,
    url: url.href,
    headers,
    ...body,
    timeoutMs: (http.timeoutSeconds ?? defaultTimeoutSeconds) * 1000,
  });
  const said = `${method} ${url.pathname}：HTTP ${answer.status}`;
  if (status.includes(answer.status)) return { answer: { text: answer.text(), headers: answer.headers } };
  if (refused.includes(answer.status)) return { refused: `${said}，${shortened(answer.text())}` };
  if (answer.status === 401 || answer.status === 403)
    throw new Fault('TARGET_UNAUTHORISED', `${where}：${said}`);
  throw new Fault('TARGET_STATUS', `${where}：${said}，应为 ${status.join('、')}`);
}
