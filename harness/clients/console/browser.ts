import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { Fault } from '../../../spec/index.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'msedge'];

/** The Chromium on this machine: what BIAOCHI_CHROMIUM names, else the first on the path; undefined when there is none. */
export function findBrowser(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = env.BIAOCHI_CHROMIUM;
  if (named !== undefined && named !== '') return existsSync(named) ? named : undefined;
  for (const folder of (env.PATH ?? '').split(delimiter).filter((one) => one !== '')) {
    const found = names.map((name) => join(folder, name)).find((file) => existsSync(file));
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * Starts a browser without window, profile or traffic of its own. `spki` is the public key whose certificate is accepted
 * although no public root vouches for it. Throws USAGE_INSTRUMENT_MISSING when there is no browser, or none that starts.
 */
export async function startBrowser(spki: string | undefined): Promise<Browser> {
  const executablePath = findBrowser();
  if (executablePath === undefined)
    throw new Fault('USAGE_INSTRUMENT_MISSING', [
      {
        message: '没有找到 Chromium 浏览器，控制台不能以浏览器查看',
        remedy: '安装 chromium，或以环境变量 BIAOCHI_CHROMIUM 给出其路径',
      },
    ]);
  // Only whoever looks at a console pays for loading it.
  const { chromium } = await import('playwright-core');
  try {
    return await chromium.launch({
      executablePath,
      headless: true,
      args: [
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        ...(spki === undefined ? [] : [`--ignore-certificate-errors-spki-list=${spki}`]),
      ],
    });
  } catch (error) {
    throw new Fault('USAGE_INSTRUMENT_MISSING', [
      { message: `浏览器 ${executablePath} 未能启动：${String(error).split('\n')[0]}` },
    ]);
  }
}
