import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { Fault, type ProbeContract, type Role } from '../../spec/index.ts';
import type { Draft } from './draft.ts';
import { camelCase, requireName, toBeWritten } from './name.ts';
import { draftRegistry } from './registry.ts';

type Entry = Pick<ProbeContract, 'id' | 'role' | 'measurands'>;

/** A new probe, or the first code of one whose contract stands as planned. Its tests fail until they are written. */
export function draftProbe(root: string, id: string): Draft[] {
  requireName(id, /^[a-z][a-z0-9]*(-[a-z0-9]+)+$/, 'compute-server-create');
  const areas = readAreas(root);
  const planned = [...areas.values()].flat().find((entry) => entry.id === id);
  const area = areaOf(id, areas);
  const role = planned?.role ?? areas.get(area)?.[0]?.role ?? 'openstack';
  const measurands = planned ? Object.keys(planned.measurands) : ['first-measurand'];
  const code: Draft[] = [
    { verb: '新建', path: `harness/probes/${id}/probe.ts`, text: probeText(id) },
    { verb: '新建', path: `test/probes/${id}.test.ts`, text: testText(id, role, measurands) },
    draftRegistry(root, id),
  ];
  if (planned) return code;
  const path = `spec/probes/${area}.yaml`;
  const contract: Draft = {
    verb: existsSync(join(root, path)) ? '追加' : '新建',
    path,
    text: contractText(id, role),
    advice: `请在 ${path} 中填写 ${id} 的契约；填好之前 ${toBeWritten} 会使测试失败。`,
  };
  return [contract, ...code];
}

function readAreas(root: string): Map<string, Entry[]> {
  const folder = join(root, 'spec/probes');
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return new Map(
    names.map((name) => {
      const entries: unknown = parse(readFileSync(join(folder, name), 'utf8'));
      if (Array.isArray(entries)) return [name.replace(/\.yaml$/, ''), entries as Entry[]];
      throw new Fault('SPEC_INVALID', [{ file: `spec/probes/${name}`, message: '应为契约的列表' }]);
    }),
  );
}

/** The file named like the first word, else the one that most contracts with this word stand in, else a new one. */
function areaOf(id: string, areas: Map<string, Entry[]>): string {
  const word = id.split('-')[0]!;
  if (areas.has(word)) return word;
  const kin = [...areas].map(([area, entries]) => ({
    area,
    count: entries.filter((entry) => entry.id.startsWith(`${word}-`)).length,
  }));
  const closest = kin.sort((a, b) => b.count - a.count)[0];
  return closest && closest.count > 0 ? closest.area : word;
}

const contractText = (id: string, role: Role) => `- id: ${id}
  title: ${toBeWritten}
  role: ${role}
  procedure: ${toBeWritten}
  disturbance: none
  effect: creates
  timeLimit: 120
  measurands:
    first-measurand: { kind: boolean, title: ${toBeWritten} }
`;

const probeText = (id: string) => `import type { Probe } from '../../probe.ts';

/** ${toBeWritten} */
export const probe: Probe = {
  id: '${id}',
  version: 1,
  async gather(context) {
    throw new Error(\`${id} is not written yet: \${context.component.id}\`);
  },
};
`;

const components: Partial<Record<Role, string>> = {
  openstack: `{
  id: 'cloud',
  role: 'openstack' as const,
  endpoint,
  credentials: { username: 'tester', password: { file: 'secret' }, project: 'test' },
  options: { image: 'image', flavor: 'small' },
}`,
  'object-storage': `{
  id: 'store',
  role: 'object-storage' as const,
  endpoint,
  credentials: { accessKey: { file: 'secret' }, secretKey: { file: 'secret' } },
}`,
  'public-endpoint': `{ id: 'portal', role: 'public-endpoint' as const, endpoint }`,
  'management-controller': `{
  id: 'controller',
  role: 'management-controller' as const,
  endpoint,
  credentials: { username: 'tester', password: { file: 'secret' } },
}`,
};

function testText(id: string, role: Role, measurands: string[]): string {
  const violating = measurands.map(
    (measurand) => `  it('sees a target violating ${measurand}', () => {
    expect.fail('start the stand-in with the defect behind it, and expect just this measurand to differ');
  });
`,
  );
  const broken = `it.each([...brokenKinds, ...emptyKinds])('sees nothing in a target that is %s', async (kind) => {`;
  return `import { describe, expect, it } from 'vitest';
import { probe } from '../../harness/probes/${id}/probe.ts';
import { brokenKinds, emptyKinds, sight, startBroken, testTarget, writeTarget } from './support.ts';

const componentAt = (endpoint: string) => (${components[role]});

describe('${id}', () => {
  it('sees a conforming target', () => {
    expect.fail('${camelCase(id)}: start the stand-in, and expect every measurand with its value');
  });

${violating.join('\n')}
  // Broken and empty targets: written already, and failing as long as the probe is.
  ${broken}
    const server = await startBroken(kind);
    const { targetFile, remove } = writeTarget(testTarget(componentAt(server.url)));
    const seen = await sight(probe, targetFile, { timeLimit: 2 });
    remove();
    await server.close();
    expect(seen.fault?.code).toMatch(/^(TARGET_|TIME_LIMIT)/);
    expect(seen.measurements.filter((measurement) => measurement.values.includes(true))).toEqual([]);
  });
});
`;
}
