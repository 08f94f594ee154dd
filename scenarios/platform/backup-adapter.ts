import type { Adapter, AdapterStep } from '../../spec/index.ts';

/** A new object each time: YAML would write a second mention as an alias. */
const signed = () => ({ 'x-session-token': '{{token}}' });
const set = '/sets/{{set}}';

const put = (path: string, status: number[], body?: unknown): AdapterStep => ({
  http: { method: 'PUT', path, headers: signed(), status, ...(body === undefined ? {} : { body }) },
});
const remove = (path: string): AdapterStep => ({
  http: { method: 'DELETE', path, headers: signed(), status: [204, 404] },
});
const lines = (path: string): AdapterStep => ({
  http: { method: 'GET', path, headers: signed() },
  take: { files: { pattern: '^([0-9a-f]{64} .+)$' } },
});
/** Submits a task and waits until it is done; a task that failed is the product's own no. */
const task = (path: string, body: unknown, take: AdapterStep['take'] = {}): AdapterStep[] => [
  {
    http: { method: 'POST', path, headers: signed(), body, status: [202], refused: [409] },
    take: { task: { pointer: '/task' } },
  },
  {
    http: { method: 'GET', path: '/tasks/{{task}}', headers: signed() },
    take: { state: { pointer: '/state' }, ...take },
    until: {
      holds: { state: { equals: 'done' } },
      fails: { state: { equals: 'failed' } },
      everySeconds: 0.01,
      withinSeconds: 60,
    },
  },
];

/** How the stand-in's backup product is spoken to, as its target file says it. */
export function backupAdapter(username: string, password: { file: string }): Adapter {
  const copied = () => ({ copy: { pointer: '/copy' } });
  const filed = () => ({ archived: { pointer: '/archived' } });
  const restore = `${set}/copies/{{copy}}/restore`;
  return {
    values: { username },
    secrets: { password },
    session: [
      {
        http: {
          method: 'POST',
          path: '/session',
          body: { username: '{{username}}', password: '{{secret:password}}' },
          status: [201],
        },
        take: { token: { pointer: '/session/token' } },
      },
    ],
    operations: {
      'create-set': [put(set, [201])],
      'remove-set': [remove(set)],
      'write-file': [put(`${set}/files/{{path}}`, [204], { content: '{{content}}' })],
      'remove-file': [remove(`${set}/files/{{path}}`)],
      'list-source': [lines(`${set}/files`)],
      'backup-full': task(`${set}/copies`, { mode: 'full' }, copied()),
      'backup-incremental': task(`${set}/copies`, { mode: 'incremental' }, copied()),
      'backup-remote': task(`${set}/copies`, { mode: 'full', site: 'remote' }, copied()),
      'archive-local': task(`${set}/copies/{{copy}}/archive`, {}, filed()),
      'archive-remote': task(`${set}/copies/{{copy}}/archive`, {}, filed()),
      'read-archived': [
        {
          http: { method: 'GET', path: `${set}/archived/{{archived}}`, headers: signed() },
          take: { tier: { pointer: '/tier' }, bytes: { pointer: '/bytes' } },
        },
      ],
      'remove-copy-local': [remove(`${set}/copies/{{copy}}`)],
      'remove-copy-remote': [remove(`${set}/copies/{{copy}}`)],
      'restore-archived': task(`${set}/archived/{{archived}}/restore`, { place: '{{place}}' }),
      'recall-local': task(`${set}/archived/{{archived}}/recall`, { site: 'local' }, copied()),
      'recall-remote': task(`${set}/archived/{{archived}}/recall`, { site: 'remote' }, copied()),
      'remove-archived': [remove(`${set}/archived/{{archived}}`)],
      'restore-remote': task(restore, { place: '{{place}}' }),
      'stored-bytes': [
        {
          http: { method: 'GET', path: `${set}/usage`, headers: signed() },
          take: { bytes: { pointer: '/usage/bytes' } },
        },
      ],
      'restore-in-place': task(restore, {}),
      'restore-elsewhere': task(restore, { place: '{{place}}' }),
      'list-restored': [lines(`${set}/restored/{{place}}`)],
    },
  };
}
