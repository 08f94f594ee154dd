import { readFileSync } from 'node:fs';
import { digestOf } from '../evidence/index.ts';
import {
  type Authorisation,
  type Component,
  Fault,
  type Leave,
  leaveLabels,
  type ProbeContract,
  type RunRecord,
} from '../spec/index.ts';
import type { LoadedTarget } from './target.ts';

/** Whether a URL may be reached; throws USAGE_NOT_AUTHORISED before anything is sent. */
export type Permit = (url: string) => void;

/** What a probe needs leave for; empty for one that only reads, or makes things of its own. */
export function leavesFor(contract: ProbeContract): Leave[] {
  return [
    ...(contract.effect === 'disrupts' ? (['disrupts'] as const) : []),
    ...(contract.attack === undefined ? [] : [contract.attack]),
  ];
}

/** A letter counts only with the bytes that its digest names. */
function faultOfLetter({ letter }: Authorisation, loaded: LoadedTarget): string | undefined {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(loaded.pathOf(letter.file));
  } catch {
    return `授权书 ${letter.file} 无法读取`;
  }
  return digestOf(bytes) === letter.digest ? undefined : `授权书 ${letter.file} 的摘要与目标文件所列不符`;
}

function faultOfTime({ window }: Authorisation, now: number): string | undefined {
  if (now < Date.parse(window.from)) return `授权窗口 ${window.from} 尚未开始`;
  if (now >= Date.parse(window.to)) return `授权窗口已于 ${window.to} 结束`;
  return undefined;
}

const defaultPorts: Record<string, string> = {
  'http:': '80',
  'https:': '443',
  'ssh:': '22',
  'postgresql:': '5432',
};

/** An entry without a port stands for all ports of its host; names are compared exactly, letter case aside. */
function names(entry: string, url: URL): boolean {
  const wanted = entry.toLowerCase();
  const host = url.hostname.toLowerCase();
  return wanted === host || wanted === `${host}:${url.port || defaultPorts[url.protocol] || ''}`;
}

/** Why a URL is outside of the authorisation at this instant; undefined when it is inside. */
export function whyNotReach(authorisation: Authorisation, url: string, now: number): string | undefined {
  const place = new URL(url);
  if (!authorisation.hosts.some((entry) => names(entry, place))) return `主机 ${place.host} 不在授权之列`;
  return faultOfTime(authorisation, now);
}

/**
 * Why a probe may not look at a component now; undefined when it needs no leave or has it.
 * Never the platform's failure: what may not be tried was not tried.
 */
export function whyNotAuthorised(
  contract: ProbeContract,
  component: Component,
  loaded: LoadedTarget,
  now: number,
): string | undefined {
  const needed = leavesFor(contract);
  if (needed.length === 0) return undefined;
  const { authorisation } = loaded.target;
  const kinds = needed.map((leave) => leaveLabels[leave]).join('、');
  if (!authorisation) return `须有授权（${kinds}），目标文件没有 authorisation`;
  const missing = needed.filter((leave) => !authorisation.allows.includes(leave));
  if (missing.length > 0) return `授权不含：${missing.map((leave) => leaveLabels[leave]).join('、')}`;
  return faultOfLetter(authorisation, loaded) ?? whyNotReach(authorisation, component.endpoint, now);
}

/** The guard of a probe's connections: without need of leave it lets everything through. */
export function permitFor(contract: ProbeContract, loaded: LoadedTarget, now = () => Date.now()): Permit {
  if (leavesFor(contract).length === 0) return () => undefined;
  return (url) => {
    const { authorisation } = loaded.target;
    const why = authorisation ? whyNotReach(authorisation, url, now()) : '目标文件没有 authorisation';
    if (why !== undefined) throw new Fault('USAGE_NOT_AUTHORISED', why);
  };
}

/** Remarks for plan and report about what the target file leaves open. */
export function warningsOf(loaded: LoadedTarget): string[] {
  return loaded.target.components.flatMap((component) =>
    component.role === 'openstack' && component.testTenant !== true
      ? [
          `部件 ${component.id} 的项目 ${component.credentials.project} 未声明专供测试（testTenant），请确认其中没有业务`,
        ]
      : [],
  );
}

/** What the head of a run says of leave and of what is open. */
export function leaveOf(loaded: LoadedTarget): Pick<RunRecord, 'authorisation' | 'warnings'> {
  const warnings = warningsOf(loaded);
  const { authorisation } = loaded.target;
  if (!authorisation) return warnings.length > 0 ? { warnings } : {};
  const { emergencyContact: _, ...kept } = authorisation;
  return { authorisation: kept, ...(warnings.length > 0 ? { warnings } : {}) };
}
