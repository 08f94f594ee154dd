import { Fault } from '../../../spec/index.ts';
import type { OpenStack } from '../openstack.ts';
import { computeMicroversion } from './servers.ts';
import { type Fields, textAt } from './shape.ts';

export interface Migration {
  id: string;
  status: string;
  /** From its first stamp to its last, by the platform's clock, seconds; undefined when it carries none. */
  seconds: number | undefined;
}

/** All live migrations of a server, finished ones too: the server's own list holds only those under way. */
export async function liveMigrationsOf(os: OpenStack, serverId: string): Promise<Migration[]> {
  const records = await os.list(
    'compute',
    `/os-migrations?instance_uuid=${serverId}`,
    'migrations',
    computeMicroversion,
  );
  return records
    .filter((record) => record.instance_uuid === serverId && record.migration_type === 'live-migration')
    .map((record) => ({
      id: textAt(record, 'id'),
      status: textAt(record, 'status'),
      seconds: spanOf(record),
    }));
}

function spanOf(record: Fields): number | undefined {
  const seconds = (Date.parse(String(record.updated_at)) - Date.parse(String(record.created_at))) / 1000;
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}

/** The host by its name, which only an administrator sees. Throws TARGET_PREREQUISITE otherwise. */
export function hostNameOf(server: Fields): string {
  const host = server['OS-EXT-SRV-ATTR:host'];
  if (typeof host === 'string' && host !== '') return host;
  throw new Fault('TARGET_PREREQUISITE', '账号看不到宿主机名称，热迁移须用管理员账号测试');
}
