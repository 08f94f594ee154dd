import type { Page, Locator as Place } from 'playwright-core';
import {
  type ConsoleComponent,
  type ConsoleRecipe,
  type ConsoleStep,
  Fault,
  type Locator,
} from '../../spec/index.ts';
import type { ProbeContext } from '../probe.ts';
import { startBrowser } from './console/browser.ts';
import { vouchedKey } from './console/vouched-key.ts';

/** A signed-in person before the console. */
export interface Console {
  readonly component: ConsoleComponent;
  /**
   * Plays a recipe; answers the text of what its `find` found, or undefined when it was not there.
   * Throws TARGET_STATE when another step cannot be done, naming it.
   */
  play(recipe: ConsoleRecipe, values: Readonly<Record<string, string>>): Promise<string | undefined>;
  close(): Promise<void>;
}

/** A list that is there is filled by then. */
const findLimitMs = 2_000;
const viewport = { width: 1280, height: 720 };

/**
 * Opens the console in a browser that reaches its own origin alone, and signs in by the recipe of the target file.
 * No step waits longer than `stepMs`.
 */
export async function openConsole(context: ProbeContext, stepMs: number): Promise<Console> {
  if (context.component.role !== 'console') throw new Error(`no console: ${context.component.role}`);
  const component = context.component;
  const base = new URL(component.endpoint.endsWith('/') ? component.endpoint : `${component.endpoint}/`);
  context.permit(base.href);
  const ca = context.ca(component);
  const spki =
    ca !== undefined && base.protocol === 'https:' ? await vouchedKey(base, ca, context.signal) : undefined;
  const browser = await startBrowser(spki);
  const stop = () => void browser.close();
  context.signal.addEventListener('abort', stop, { once: true });
  const close = async () => {
    context.signal.removeEventListener('abort', stop);
    await browser.close();
  };
  try {
    const page = await browser.newPage({ viewport, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
    page.setDefaultTimeout(stepMs);
    await fence(context, page, base.origin);
    const visits: string[] = [];
    page.on('response', (answer) => {
      const request = answer.request();
      if (['document', 'xhr', 'fetch'].includes(request.resourceType()))
        visits.push(
          JSON.stringify({
            at: new Date().toISOString(),
            method: request.method(),
            url: answer.url(),
            status: answer.status(),
          }),
        );
    });
    const play: Console['play'] = (recipe, values) => playRecipe(context, page, base, recipe, values);
    const { username, password } = component.credentials;
    await play('signIn', { username, password: context.secret(password) });
    context.step('登录控制台', page.url());
    return {
      component,
      play,
      async close() {
        await close();
        await context.capture('浏览器访问记录', 'application/x-ndjson', `${visits.join('\n')}\n`);
      },
    };
  } catch (error) {
    await close();
    throw context.signal.aborted ? context.signal.reason : error;
  }
}

/** Nothing leaves for another origin: neither a redirect nor a picture of somebody else's. */
async function fence(context: ProbeContext, page: Page, origin: string): Promise<void> {
  const refused = new Set<string>();
  await page.route('**/*', async (route) => {
    const url = new URL(route.request().url());
    if (url.origin === origin || url.protocol === 'data:' || url.protocol === 'blob:')
      return route.continue();
    if (!refused.has(url.origin)) {
      refused.add(url.origin);
      context.note(`控制台页面引用其他地址 ${url.origin}，未予访问。`);
    }
    return route.abort();
  });
}

async function playRecipe(
  context: ProbeContext,
  page: Page,
  base: URL,
  recipe: ConsoleRecipe,
  values: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const component = context.component as ConsoleComponent;
  let found: string | undefined;
  for (const [index, step] of (component.recipes[recipe] ?? []).entries()) {
    try {
      const text = await act(context, page, base, filled(step, values), namesSecret(step));
      if ('find' in step) found = text;
    } catch (error) {
      if (context.signal.aborted || error instanceof Fault) throw error;
      // What the browser says of itself may quote what was typed: only its first line, which names the act, is kept.
      const why = String((error as Error).message).split('\n')[0]!;
      throw new Fault(
        'TARGET_STATE',
        `控制台脚本 ${recipe} 第 ${index + 1} 步（${Object.keys(step)[0]}）未能完成：${why}`,
      );
    }
  }
  return found;
}

/** The step with its braces filled; the loader has refused names that nothing stands for. */
function filled(step: ConsoleStep, values: Readonly<Record<string, string>>): ConsoleStep {
  const fill = (value: unknown): unknown =>
    typeof value === 'string'
      ? value.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '')
      : Object.fromEntries(Object.entries(value as object).map(([key, member]) => [key, fill(member)]));
  return fill(step) as ConsoleStep;
}

const namesSecret = (step: ConsoleStep) => 'fill' in step && step.fill.with.includes('{{password}}');

async function act(
  context: ProbeContext,
  page: Page,
  base: URL,
  step: ConsoleStep,
  isSecret: boolean,
): Promise<string | undefined> {
  if ('open' in step) {
    const url = new URL(step.open.replace(/^\/+/, ''), base);
    if (url.origin !== base.origin) throw new Error(`${url.origin} is another address`);
    const answer = await page.goto(url.href, { waitUntil: 'domcontentloaded' });
    if (answer !== null && answer.status() >= 400)
      throw new Fault('TARGET_STATUS', `GET ${url.href}：HTTP ${answer.status()}`);
  } else if ('fill' in step) await type(place(page, step.fill.at), step.fill.with, isSecret);
  else if ('choose' in step) await place(page, step.choose.at).selectOption({ label: step.choose.option });
  else if ('press' in step) await place(page, step.press).click();
  else if ('see' in step) await place(page, step.see).waitFor({ state: 'visible' });
  else if ('find' in step) return lookFor(place(page, step.find));
  else await context.capture(step.picture, 'image/png', await page.screenshot({ type: 'png' }));
  return undefined;
}

/** A screenshot cannot be redacted: a password is typed only where the page hides what is typed. */
async function type(field: Place, text: string, isSecret: boolean): Promise<void> {
  if (isSecret && (await field.getAttribute('type')) !== 'password')
    throw new Fault('TARGET_STATE', '控制台脚本把口令填入不隐藏输入的栏位，没有填写');
  await field.fill(text);
}

/** Text of the first that is visible within the limit; undefined when none is. */
async function lookFor(wanted: Place): Promise<string | undefined> {
  try {
    await wanted.waitFor({ state: 'visible', timeout: findLimitMs });
  } catch (error) {
    if ((error as Error).name === 'TimeoutError') return undefined;
    throw error;
  }
  return (await wanted.innerText()).replace(/\s+/g, ' ').trim();
}

function place(page: Page, locator: Locator): Place {
  const { label, button, link, text, row, css } = locator;
  const found =
    label !== undefined
      ? page.getByLabel(label)
      : button !== undefined
        ? page.getByRole('button', { name: button })
        : link !== undefined
          ? page.getByRole('link', { name: link })
          : text !== undefined
            ? page.getByText(text)
            : row !== undefined
              ? page.getByRole('row').filter({ hasText: row })
              : page.locator(css!);
  return found.first();
}
