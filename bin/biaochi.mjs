#!/usr/bin/env node
// Node built-ins only. One process from here to the command, so that Ctrl-C reaches it directly.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { install, isDistFresh, requireNode, root } from './bootstrap.mjs';

requireNode();
await install();
const load = (...path) => import(pathToFileURL(join(root, ...path)).href);
if (isDistFresh()) {
  await load('dist', 'cli', 'main.js');
} else if (existsSync(join(root, 'node_modules', 'tsx'))) {
  const { register } = await import(import.meta.resolve('tsx/esm/api'));
  register({ tsconfig: join(root, 'tsconfig.json') });
  await load('cli', 'main.ts');
} else {
  process.stderr.write('安装不完整：既没有编译好的 dist/，也没有 tsx。请重新安装 biaochi。\n');
  process.exitCode = 70;
}
