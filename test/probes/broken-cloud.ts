import type { Probe } from '../../harness/index.ts';
import type { OpenstackComponent } from '../../spec/index.ts';
import { type BrokenKind, type SightResult, sight, startBroken, testTarget, writeTarget } from './support.ts';

type Options = Partial<OpenstackComponent['options']>;

/** What a probe sees of a cloud whose every answer is broken in one way; `options` is what the probe asks for besides. */
export async function sightOfBrokenCloud(
  probe: Probe,
  kind: BrokenKind,
  options: (url: string, secret: { file: string }) => Options,
): Promise<SightResult> {
  const broken = await startBroken(kind);
  const secret = { file: 'secret' };
  const { targetFile, remove } = writeTarget(
    testTarget({
      id: 'cloud',
      role: 'openstack',
      endpoint: `${broken.url}/v3`,
      credentials: { username: 'u', password: secret, project: 'p' },
      options: { image: 'i', flavor: 'f', ...options(broken.url, secret) },
    }),
  );
  try {
    // Only what never answers has to run into its limit.
    return await sight(probe, targetFile, { timeLimit: /silent|slow/.test(kind) ? 1 : 20 });
  } finally {
    remove();
    await broken.close();
  }
}
