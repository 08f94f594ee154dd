import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox, projectRoot, run, start } from './sandbox.ts';

const main = (name: string) => `
import { label } from './label.tsx';
console.log('${name}', label('x') !== undefined, JSON.stringify(process.argv.slice(2)), process.cwd());
if (process.argv[2] === 'wait') {
  const hold = setInterval(() => {}, 1000);
  process.on('SIGINT', () => { clearInterval(hold); console.log('interrupted', process.pid); process.exitCode = 130; });
  console.log('ready');
} else process.exitCode = 2;
`;
const tsconfig = {
  module: 'nodenext',
  target: 'es2023',
  jsx: 'react-jsx',
  jsxImportSource: 'preact',
  skipLibCheck: true,
};
const project = {
  'package.json': '{"name":"sandbox","type":"module"}',
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      ...tsconfig,
      allowImportingTsExtensions: true,
      rewriteRelativeImportExtensions: true,
      types: ['node'],
      noEmit: true,
    },
  }),
  'tsconfig.build.json': JSON.stringify({
    extends: './tsconfig.json',
    compilerOptions: { noEmit: false, outDir: 'dist', rootDir: '.' },
    include: ['cli'],
  }),
  'cli/main.ts': main('first'),
  'cli/label.tsx': 'export const label = (text: string) => <b>{text}</b>;\n',
};
const packages = ['tsx', 'preact', 'typescript', '@types/node', 'undici-types'];

let sandbox: ReturnType<typeof createSandbox>;
let elsewhere: string;
const biaochi = (...args: string[]) =>
  run([join(sandbox.directory, 'bin/biaochi.mjs'), ...args], { cwd: elsewhere });

beforeEach(() => {
  sandbox = createSandbox(project);
  sandbox.link(...packages);
  elsewhere = join(sandbox.directory, 'else where');
  mkdirSync(elsewhere);
});
afterEach(() => sandbox.remove());

describe('biaochi', () => {
  it('runs the sources from any directory and leaves the working directory alone', async () => {
    const end = await biaochi('judge', '相对/路径');
    expect(end).toMatchObject({
      code: 2,
      stderr: '',
      stdout: `first true ["judge","相对/路径"] ${elsewhere}\n`,
    });
  });

  it('runs through the link that npm makes', async () => {
    symlinkSync(join(sandbox.directory, 'bin/biaochi.mjs'), join(elsewhere, 'biaochi'));
    const end = await run([join(elsewhere, 'biaochi'), 'x'], { cwd: elsewhere });
    expect(end.stdout).toBe(`first true ["x"] ${elsewhere}\n`);
  });

  it('is one process, so that an interrupt reaches the command', async () => {
    const running = start([join(sandbox.directory, 'bin/biaochi.mjs'), 'wait'], { cwd: elsewhere });
    await running.printed('ready');
    running.kill('SIGINT');
    const end = await running.ended;
    expect(end.stdout).toContain(`interrupted ${running.pid}`);
    expect(end.code).toBe(130);
  });

  it('runs dist/ while it is what the sources say, and the sources once they differ', async () => {
    const minimal = { packages: { 'node_modules/typescript': { version: '0', bin: { tsc: 'bin/tsc' } } } };
    sandbox.write('package-lock.json', JSON.stringify(minimal));
    sandbox.write('node_modules/.package-lock.json', JSON.stringify(minimal));
    const built = await run(['bin/bootstrap.mjs', '--build'], { cwd: sandbox.directory });
    expect(built).toMatchObject({ code: 0, stdout: '', stderr: '' });

    sandbox.write('dist/cli/label.js', `import './seen.js';\nexport const label = () => 1;\n`);
    sandbox.write('dist/cli/seen.js', `console.log('compiled');\n`);
    expect((await biaochi()).stdout).toMatch(/^compiled\nfirst/);

    sandbox.write('cli/main.ts', main('second'));
    expect((await biaochi()).stdout).toMatch(/^second/);
    sandbox.write('cli/main.ts', main('first'));
    expect((await biaochi()).stdout).toMatch(/^compiled\nfirst/);
  });

  it('as an installed package runs dist/ and installs nothing', async () => {
    const shipped = createSandbox({
      'package.json': project['package.json'],
      'dist/.stamp': 'any\n',
      'dist/cli/main.js': `console.log('shipped', process.cwd());\n`,
    });
    const end = await run([join(shipped.directory, 'bin/biaochi.mjs')], { cwd: elsewhere });
    const hasInstalled = existsSync(join(shipped.directory, 'node_modules'));
    shipped.remove();
    expect(end).toMatchObject({ code: 0, stderr: '', stdout: `shipped ${elsewhere}\n` });
    expect(hasInstalled).toBe(false);
  });

  it('says that an incomplete installation is incomplete', async () => {
    const bare = createSandbox({ 'package.json': project['package.json'] });
    const end = await run([join(bare.directory, 'bin/biaochi.mjs')], { cwd: elsewhere });
    bare.remove();
    expect(end.code).toBe(70);
    expect(end.stderr).toContain('安装不完整');
  });

  it('is the command that package.json names', async () => {
    const { default: manifest } = await import(join(projectRoot, 'package.json'), { with: { type: 'json' } });
    expect(manifest.bin).toEqual({ biaochi: 'bin/biaochi.mjs' });
    expect(existsSync(join(projectRoot, manifest.bin.biaochi))).toBe(true);
  });
});
