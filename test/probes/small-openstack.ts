import { accountNames, openCloud, projectNames } from '../../scenarios/platform/cloud.ts';
import { startIdentity } from '../../scenarios/platform/identity.ts';
import { startNetwork } from '../../scenarios/platform/network.ts';
import { startPlacement } from '../../scenarios/platform/placement.ts';
import { type CloudProfile, smallCloud } from '../../scenarios/platform/profile.ts';
import type { Cloud } from '../../scenarios/platform/state.ts';
import type { OpenstackComponent } from '../../spec/index.ts';

export interface SmallOpenStack {
  cloud: Cloud;
  /** Signs in with the secret that `writeTarget` keeps. */
  component: OpenstackComponent;
  close(): Promise<void>;
}

/** Identity, network and placement of the stand-in cloud alone, so that a probe of these needs nothing else. */
export async function startSmallOpenStack(
  defects: readonly string[] = [],
  profile: CloudProfile = smallCloud,
): Promise<SmallOpenStack> {
  const { cloud, stop } = openCloud({
    profile,
    defects: new Set(defects),
    pace: 0,
    password: 'test-secret',
    slowMigrationSeconds: 0,
  });
  const identity = await startIdentity(cloud);
  const network = await startNetwork(cloud);
  const placement = await startPlacement(cloud);
  cloud.urls.set('identity', identity.url).set('network', network.url).set('placement', placement.url);
  return {
    cloud,
    component: {
      id: 'cloud',
      role: 'openstack',
      endpoint: `${identity.url}/v3`,
      credentials: {
        username: accountNames.tester,
        password: { file: 'secret' },
        project: projectNames.tester,
      },
      options: { image: 'any', flavor: 'any' },
    },
    async close() {
      stop();
      await Promise.all([identity.close(), network.close(), placement.close()]);
    },
  };
}
