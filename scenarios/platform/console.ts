import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ConsoleRecipes } from '../../spec/index.ts';
import type { Defect } from './defect.ts';
import { standInName } from './http-service.ts';
import type { Cloud, Project } from './state.ts';

export const consoleDefects: Defect[] = [
  {
    name: 'console-volumes-missing',
    title: '控制台的云硬盘列表不显示新建的云硬盘',
    turns: [
      { probe: 'console-resources', measurands: ['kinds-shown'], items: { 'kinds-shown': ['storage'] } },
    ],
  },
  {
    name: 'console-state-stale',
    title: '控制台始终把云主机显示为运行中',
    turns: [{ probe: 'console-resources', measurands: ['state-follows'] }],
  },
  {
    name: 'console-keeps-removed',
    title: '控制台仍显示已释放的云主机',
    turns: [{ probe: 'console-resources', measurands: ['removed-disappears'] }],
  },
];

/** How a person signs in to this console and finds a resource by its name. */
export const consoleRecipes: ConsoleRecipes = {
  signIn: [
    { open: '' },
    { fill: { at: { label: '用户名' }, with: '{{username}}' } },
    { fill: { at: { label: '口令' }, with: '{{password}}' } },
    { press: { button: '登录' } },
    { see: { text: '资源总览' } },
  ],
  compute: [{ open: 'servers' }, { find: { row: '{{name}}' } }, { picture: '控制台：云主机列表' }],
  storage: [{ open: 'volumes' }, { find: { row: '{{name}}' } }, { picture: '控制台：云硬盘列表' }],
  network: [{ open: 'networks' }, { find: { row: '{{name}}' } }, { picture: '控制台：网络列表' }],
};
export const consoleShows = { running: '运行中', stopped: '已关机' };

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);

const style = `body{margin:0;font:15px/1.6 "Noto Sans SC","Source Han Sans SC","WenQuanYi Zen Hei",sans-serif;color:#1f2933;background:#f4f6f8}
header{background:#12355b;color:#fff;padding:.7rem 1.5rem;display:flex;gap:2rem;align-items:baseline}header a{color:#cfe0f3;text-decoration:none}
header small{margin-left:auto;color:#ffd9a0}main{margin:1.5rem auto;max-width:1150px;background:#fff;padding:1.2rem 1.6rem;border:1px solid #dde3ea}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.5rem .7rem;border-bottom:1px solid #e5eaf0}th{background:#f0f4f8}
form{display:grid;gap:.8rem;max-width:22rem;margin:4rem auto}input,button{font:inherit;padding:.45rem .6rem}`;

const page = (
  title: string,
  body: string,
  menu: boolean,
) => `<!doctype html><html lang="zh-CN"><meta charset="utf-8">
<title>${escapeHtml(title)}</title><style>${style}</style><header><strong>政务云管理平台</strong>${
  menu ? '<a href="/servers">云主机</a><a href="/volumes">云硬盘</a><a href="/networks">网络</a>' : ''
}<small>仿真平台，不作为验收依据</small></header><main><h1>${escapeHtml(title)}</h1>${body}</main></html>`;

const table = (heads: string[], rows: string[][]) =>
  `<table><thead><tr>${heads.map((head) => `<th>${escapeHtml(head)}</th>`).join('')}</tr></thead><tbody>${rows
    .map((row) => `<tr>${row.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`)
    .join('')}</tbody></table>`;

const states: Record<string, string> = { ACTIVE: consoleShows.running, SHUTOFF: consoleShows.stopped };

export interface ConsoleService {
  url: string;
  close(): Promise<void>;
}

/** Starts the pages that a tenant of the stand-in sees, on a free port of 127.0.0.1. */
export async function startConsole(cloud: Cloud): Promise<ConsoleService> {
  const sessions = new Map<string, Project>();
  // What a page has once shown; one that never forgets keeps showing it.
  const remembered = new Map<string, string[]>();

  const signIn = (body: string): { session: string } | undefined => {
    const form = new URLSearchParams(body);
    const account = [...cloud.accounts.values()].find(({ name }) => name === form.get('username'));
    if (!account || account.password !== form.get('password')) return undefined;
    const project = cloud.projects.get([...account.roles.keys()][0] ?? '');
    if (!project) return undefined;
    const session = randomBytes(18).toString('base64url');
    sessions.set(session, project);
    return { session };
  };

  const servers = (project: Project): string[][] => {
    const rows = [...cloud.servers.values()]
      .filter(({ projectId }) => projectId === project.id)
      .map(({ id, name, status, flavor }): [string, string[]] => [
        id,
        [
          name,
          cloud.has('console-state-stale') ? consoleShows.running : (states[status] ?? '处理中'),
          `${flavor.vcpus} 核`,
          `${flavor.ram / 1024} GiB`,
        ],
      ]);
    if (!cloud.has('console-keeps-removed')) return rows.map(([, row]) => row);
    for (const [id, row] of rows) remembered.set(id, row);
    return [...remembered.values()];
  };
  const volumes = (project: Project): string[][] =>
    cloud.has('console-volumes-missing')
      ? []
      : [...cloud.volumes.values()]
          .filter(({ projectId }) => projectId === project.id)
          .map(({ name, size, status }) => [name ?? '', `${size} GiB`, status]);
  const networks = (project: Project): string[][] =>
    [...cloud.networks.values()]
      .filter(({ projectId, shared }) => projectId === project.id || shared)
      .map(({ name, external }) => [name, external ? '外部' : '私有']);

  const pages: Record<string, (project: Project) => string> = {
    '/': () => page('资源总览', '<p>请由上方进入各类资源。</p>', true),
    '/servers': (project) =>
      page('云主机', table(['名称', '状态', '处理器', '内存'], servers(project)), true),
    '/volumes': (project) => page('云硬盘', table(['名称', '容量', '状态'], volumes(project)), true),
    '/networks': (project) => page('网络', table(['名称', '类别'], networks(project)), true),
  };
  const loginPage = (wrong: boolean) =>
    page(
      '登录',
      `<form method="post" action="/login">${wrong ? '<p role="alert">用户名或口令有误</p>' : ''}<label>用户名 <input name="username" autocomplete="off"></label><label>口令 <input name="password" type="password"></label><button>登录</button></form>`,
      false,
    );

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    response.setHeader('server', standInName);
    const { pathname } = new URL(request.url ?? '/', 'http://stand-in');
    const send = (status: number, text: string) =>
      response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(text);
    if (pathname === '/login' && request.method === 'POST') {
      const entered = signIn(await readSmall(request));
      if (!entered) return void send(200, loginPage(true));
      const cookie = `console=${entered.session}; HttpOnly; SameSite=Strict; Path=/`;
      return void response.writeHead(303, { location: '/', 'set-cookie': cookie }).end();
    }
    const session = /(?:^|;\s*)console=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1];
    const project = session === undefined ? undefined : sessions.get(session);
    if (!project) return void send(pathname === '/' ? 200 : 403, loginPage(false));
    const shown = pages[pathname];
    send(shown ? 200 : 404, shown ? shown(project) : page('没有此页', '', true));
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readSmall(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request as AsyncIterable<Buffer>) {
    text += chunk.toString('utf8');
    if (text.length > 10_000) throw new Error('the form is too large');
  }
  return text;
}
