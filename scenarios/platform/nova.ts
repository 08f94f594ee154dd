import { createHash } from 'node:crypto';
import { type Fields, isFields, pythonText } from './body.ts';
import { type Call, refusal } from './http-service.ts';
import { type Caller, callerOf, isAdmin } from './identity.ts';
import type { Cloud } from './state.ts';

/** Microversions 2.1 to 2.93, as Zed has. */
export const lowestMinor = 1;
export const highestMinor = 93;

export interface NovaCall extends Caller {
  /** 87 for microversion 2.87. */
  minor: number;
}

const kinds: Record<number, string> = {
  400: 'badRequest',
  403: 'forbidden',
  404: 'itemNotFound',
  409: 'conflictingRequest',
};

/** An error as nova words it. */
export const novaError = (status: number, message: string) =>
  refusal(status, { [kinds[status] ?? 'computeFault']: { code: status, message } });

export const invalidField = (field: string, value: unknown, why: string) => {
  const text = typeof value === 'string' ? value : pythonText(value);
  return novaError(400, `Invalid input for field/attribute ${field}. Value: ${text}. ${why}`);
};

/** The object under a key of the body. Throws 400 for an absent object, a missing or an unknown property. */
export function novaBody(
  value: unknown,
  key: string,
  required: readonly string[],
  optional: readonly string[],
): Fields {
  const found = isFields(value) ? value[key] : undefined;
  if (!isFields(found)) {
    throw novaError(400, `'${key}' is a required property`);
  }
  const missing = required.find((name) => found[name] === undefined);
  if (missing !== undefined) throw invalidField(key, found, `'${missing}' is a required property`);
  const strange = Object.keys(found).filter((name) => !required.includes(name) && !optional.includes(name));
  if (strange.length > 0) {
    const names = strange.map((name) => `'${name}'`).join(', ');
    const verb = strange.length === 1 ? 'was' : 'were';
    throw invalidField(key, found, `Additional properties are not allowed (${names} ${verb} unexpected)`);
  }
  return found;
}

/** The microversion that a call asks for; 2.1 when it asks for none. Throws 400 and 406. */
export function minorOf(call: Call): number {
  const asked =
    call.headers['openstack-api-version']
      ?.split(',')
      .map((part) => part.trim().split(/\s+/))
      .find(([service]) => service === 'compute')?.[1] ?? call.headers['x-openstack-nova-api-version'];
  if (asked === undefined) return lowestMinor;
  if (asked === 'latest') return highestMinor;
  const found = /^(\d+)\.(\d+)$/.exec(asked);
  if (!found) {
    throw novaError(
      400,
      `API Version String ${asked} is of invalid format. Must be of format MajorNum.MinorNum.`,
    );
  }
  const minor = Number(found[2]);
  if (found[1] === '2' && minor >= lowestMinor && minor <= highestMinor) return minor;
  const range = `Minimum is 2.${lowestMinor} and maximum is 2.${highestMinor}.`;
  throw novaError(406, `Version ${asked} is not supported by the API. ${range}`);
}

export function enterNova(cloud: Cloud, call: Call): NovaCall {
  const caller = callerOf(cloud, call, {
    error: {
      code: 401,
      title: 'Unauthorized',
      message: 'The request you have made requires authentication.',
    },
  });
  return { ...caller, minor: minorOf(call) };
}

/** How nova words that a rule of its policy is not met. */
export const policyOf = (rule: string) => `Policy doesn't allow os_compute_api:${rule} to be performed.`;

/** Throws 403 unless the caller is an admin; `rule` is the policy's name. */
export function adminOnly(call: NovaCall, rule: string): void {
  if (!isAdmin(call)) throw novaError(403, policyOf(rule));
}

/** A host as a tenant may see it: a digest that tells hosts apart and no more. */
export const hostDigest = (projectId: string, hostName: string) =>
  hostName === '' ? '' : createHash('sha224').update(`${projectId}${hostName}`).digest('hex');
