import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser } from '../../harness/clients/console/browser.ts';
import { loadTarget } from '../../harness/index.ts';
import { probe } from '../../harness/probes/console-resources/probe.ts';
import { startPlatform } from '../../scenarios/index.ts';
import { type ConsoleComponent, type ConsoleStep, Fault, type Target } from '../../spec/index.ts';
import { alterTarget, type BrokenKind, seenTrue, sight, startBroken, valuesOf } from './support.ts';

const hasBrowser = findBrowser() !== undefined;
if (!hasBrowser) console.log('no Chromium here: what needs one is only shown to be refused clearly');

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const consoleOf = (target: Target) =>
  target.components.find((one): one is ConsoleComponent => one.role === 'console')!;

async function look(defects: string[] = [], alter: (target: Target) => void = () => {}) {
  const platform = await startPlatform({ tender: 'test', fast: true, console: true, defects });
  undo.push(platform.close);
  const altered = alterTarget(platform.targetFile, alter);
  undo.push(altered.remove);
  return sight(probe, altered.targetFile, { timeLimit: 60, inputs: { stepSeconds: 2, patienceSeconds: 2 } });
}

describe.runIf(hasBrowser)('in a browser', () => {
  it('a conforming console shows what was made, follows its state and forgets what is gone', async () => {
    const seen = await look();
    expect(seen.fault).toBeUndefined();
    expect(valuesOf(seen, 'kinds-shown')).toEqual([['compute', 'storage', 'network']]);
    expect(seenTrue(seen)).toEqual(['removed-disappears', 'state-follows']);
    const pictures = seen.evidence.filter(({ mediaType }) => mediaType === 'image/png');
    expect(new Set(pictures.map(({ label }) => label))).toEqual(
      new Set(['控制台：云主机列表', '控制台：云硬盘列表', '控制台：网络列表']),
    );
    expect(seen.resources.filter(({ state }) => state !== 'removed')).toEqual([]);
    expect(new Set(seen.resources.map(({ component }) => component))).toEqual(new Set(['cloud']));
    expect(seen.captured.get('浏览器访问记录')).toContain('/servers');
  });

  it.each([
    ['console-volumes-missing', 'kinds-shown', [['compute', 'network']]],
    ['console-state-stale', 'state-follows', [false]],
    ['console-keeps-removed', 'removed-disappears', [false]],
  ])(
    'a violating console: %s',
    async (defect, measurand, values) => {
      const seen = await look([defect]);
      expect(valuesOf(seen, measurand)).toEqual(values);
    },
    90_000,
  );

  it('nothing of a password is in what was captured', async () => {
    let password = '';
    const seen = await look([], (target) => {
      password = readSecret(target);
    });
    expect(password.length).toBeGreaterThan(8);
    for (const text of seen.captured.values()) expect(text).not.toContain(password);
    expect(JSON.stringify(seen)).not.toContain(password);
  });

  it('a recipe that would type the password in clear is stopped before it does', async () => {
    const seen = await look([], (target) => {
      const steps = consoleOf(target).recipes.signIn;
      steps[2] = { fill: { at: { label: '用户名' }, with: '{{password}}' } };
    });
    expect(seen.state).toBe('errored');
    expect(seen.fault?.message).toContain('不隐藏输入');
    expect(seen.measurements).toEqual([]);
  });

  it('a recipe that names what the page does not have is a broken step, not a missing resource', async () => {
    const seen = await look([], (target) => {
      const recipe = consoleOf(target).recipes.compute as ConsoleStep[];
      recipe.splice(1, 0, { press: { button: '没有这个按钮' } });
    });
    expect(seen.state).toBe('errored');
    expect(seen.fault).toMatchObject({ code: 'TARGET_STATE' });
    expect(seen.fault?.message).toContain('compute 第 2 步（press）');
    expect(seen.measurements).toEqual([]);
  }, 60_000);

  it('nothing is sent to another origin', async () => {
    let visits = 0;
    const elsewhere = createServer((_, response) => {
      visits += 1;
      response.end('elsewhere');
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    undo.push(() => elsewhere.close());
    const address = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`;
    const seen = await look([], (target) => {
      consoleOf(target).recipes.signIn.splice(0, 0, { open: address });
    });
    expect(visits).toBe(0);
    expect(seen.measurements).toEqual([]);
  });

  it.each<BrokenKind>(['refusing', 'closing', 'garbage', 'error500', 'empty404', 'empty200', 'redirecting'])(
    'a broken or empty console (%s) gives no measurement',
    async (kind) => {
      const broken = await startBroken(kind);
      undo.push(broken.close);
      const seen = await look([], (target) => {
        consoleOf(target).endpoint = broken.url;
      });
      expect(seen.measurements).toEqual([]);
      expect(seen.state).toBe('errored');
      expect(seen.fault?.code).not.toBe('DEFECT');
    },
    60_000,
  );

  it('a silent console ends at the limit', async () => {
    const platform = await startPlatform({ tender: 'test', fast: true, console: true });
    undo.push(platform.close);
    const broken = await startBroken('silent');
    undo.push(broken.close);
    const altered = alterTarget(platform.targetFile, (target) => {
      consoleOf(target).endpoint = broken.url;
    });
    undo.push(altered.remove);
    const seen = await sight(probe, altered.targetFile, { timeLimit: 3 });
    expect(seen.state).toBe('timed-out');
    expect(seen.measurements).toEqual([]);
  });
});

function readSecret(target: Target): string {
  return readFileSync((consoleOf(target).credentials.password as { file: string }).file, 'utf8').trim();
}

describe('whether or not there is a browser', () => {
  let path: string | undefined;
  beforeAll(() => {
    path = process.env.BIAOCHI_CHROMIUM;
  });
  afterEach(() => {
    if (path === undefined) delete process.env.BIAOCHI_CHROMIUM;
    else process.env.BIAOCHI_CHROMIUM = path;
  });

  it('without one, nothing is made and the want is named', async () => {
    process.env.BIAOCHI_CHROMIUM = '/no/such/browser';
    const seen = await look();
    expect(seen.state).toBe('aborted');
    expect(seen.fault?.code).toBe('INSTRUMENT_MISSING');
    expect(seen.fault?.message).toContain('BIAOCHI_CHROMIUM');
    expect(seen.resources).toEqual([]);
  });

  it('a brace that nothing stands for is refused with its line', async () => {
    const platform = await startPlatform({ tender: 'test', fast: true, console: true });
    undo.push(platform.close);
    const altered = alterTarget(platform.targetFile, (target) => {
      consoleOf(target).recipes.compute = [{ open: 'servers/{{project}}' }];
    });
    undo.push(altered.remove);
    try {
      loadTarget(altered.targetFile);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(Fault);
      const [problem] = (error as Fault).problems;
      expect(problem).toMatchObject({ message: '控制台脚本中的 {{project}} 没有对应的值' });
      expect(problem?.line).toBeGreaterThan(1);
    }
  });
});
