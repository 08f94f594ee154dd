import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestOf } from '../../../evidence/index.ts';
import { whyNotAuthorised } from '../../../harness/authorisation.ts';
import { loadTarget, probes } from '../../../harness/index.ts';
import { loadCatalogue } from '../../../spec/load/index.ts';
import { sight, valuesOf } from '../../probes/support.ts';
import { platformDirectory, writeRealTarget } from './target.ts';

const host = 'cmp-a';
const folder = mkdtempSync(join(tmpdir(), 'biaochi-failover-'));
const power = (to: 'off' | 'on') =>
  execFileSync('bash', [fileURLToPath(new URL('host-power.sh', import.meta.url)), to, host], {
    env: { ...process.env, OS_DIR: platformDirectory() },
    stdio: ['ignore', 'ignore', 'inherit'],
  });

let controller: Server;
let targetFile: string;
const asked: string[] = [];
beforeAll(async () => {
  // Speaks Redfish's Reset for the fake host, whose power is its agent.
  controller = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += String(chunk);
    });
    request.on('end', () => {
      const order = (JSON.parse(text) as { ResetType: string }).ResetType;
      asked.push(order);
      power(order === 'On' ? 'on' : 'off');
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => controller.listen(0, '127.0.0.1', resolve));
  const { port } = controller.address() as AddressInfo;
  const letter = 'leave to let cmp-a of this test platform die\n';
  writeFileSync(join(folder, 'letter.txt'), letter);
  targetFile = await writeRealTarget(
    folder,
    'test',
    {
      hostFailure: {
        host,
        reset: `http://127.0.0.1:${port}/redfish/v1/Systems/${host}/Actions/ComputerSystem.Reset`,
      },
    },
    {
      letter: { file: 'letter.txt', digest: digestOf(letter) },
      who: 'the test',
      hosts: ['127.0.0.1', host],
      window: {
        from: new Date(Date.now() - 60_000).toISOString(),
        to: new Date(Date.now() + 3_600_000).toISOString(),
      },
      emergencyContact: { name: 'the test', phone: '0' },
      allows: ['disrupts'],
    },
  );
});
afterAll(async () => {
  await new Promise((resolve) => controller.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

describe('a compute host of a real control plane dies', () => {
  it('with leave: its server runs elsewhere, with its volumes and addresses, timed on our clock', async () => {
    const loaded = loadTarget(targetFile);
    const contract = loadCatalogue().get('compute-host-failover')!;
    const cloud = loaded.target.components.find(({ role }) => role === 'openstack')!;
    expect(whyNotAuthorised(contract, cloud, loaded, Date.now())).toBeUndefined();
    const seen = await sight(probes.get('compute-host-failover')!, targetFile);
    const seconds = (Date.parse(seen.window.to) - Date.parse(seen.window.from)) / 1000;
    console.log(
      `${seen.state} in ${seconds.toFixed(1)} s`,
      seen.fault?.message ?? '',
      seen.measurements.map((m) => `${m.measurand}=${m.values.join()}`),
    );
    console.log(seen.steps.map(({ label, detail }) => `${label} ${detail ?? ''}`).join('\n'));
    expect(valuesOf(seen, 'recovered-elsewhere')).toEqual([true]);
    expect(valuesOf(seen, 'disks-and-addresses-kept')).toEqual([true]);
    // The platform itself waits twelve seconds before it holds a host for dead; its last report may be three old.
    expect(valuesOf(seen, 'recovery-time')![0]).toBeGreaterThan(8);
    expect(asked).toEqual(['ForceOff', 'On']);
    expect(seen.resources.filter(({ state }) => state !== 'removed')).toEqual([]);
  });
});
