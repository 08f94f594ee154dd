import { type Fields, isFields } from './body.ts';
import { type Call, type Reply, refusal } from './http-service.ts';
import { type Caller, isAdmin } from './identity.ts';

/** An error as neutron words it. */
export const neutronError = (status: number, type: string, message: string) =>
  refusal(status, { NeutronError: { type, message, detail: '' } });

/** An attribute whose value is none. */
export const invalidAttribute = (name: string, reason: string) =>
  neutronError(400, 'HTTPBadRequest', `Invalid input for ${name}. Reason: ${reason}`);

export const invalidInput = (message: string) =>
  neutronError(400, 'InvalidInput', `Invalid input for operation: ${message}`);

/** The object under `key` of the body. Throws 400 for an absent object, and for an attribute that is unknown or fixed. */
export function neutronBody(
  call: Call,
  key: string,
  known: readonly string[],
  fixed: readonly string[] = [],
): Fields {
  const found = isFields(call.body) ? call.body[key] : undefined;
  if (!isFields(found)) throw neutronError(400, 'HTTPBadRequest', `Unable to find '${key}' in request body`);
  const readOnly = Object.keys(found).find((name) => fixed.includes(name) && !known.includes(name));
  if (readOnly !== undefined)
    throw neutronError(400, 'HTTPBadRequest', `Cannot update read-only attribute ${readOnly}`);
  const strange = Object.keys(found).filter((name) => !known.includes(name));
  if (strange.length > 0) {
    const names = strange.map((name) => `'${name}'`).join(', ');
    throw neutronError(400, 'HTTPBadRequest', `Unrecognized attribute(s) ${names}`);
  }
  return found;
}

/** Whether the caller may see what belongs to a project; neutron shows everything to an admin. */
export const maySee = (caller: Caller, projectId: string) =>
  isAdmin(caller) || caller.token.project.id === projectId;

/** `fixed_ips=subnet_id=X` looks into a list; everything else is compared as text. */
function matches(actual: unknown, wanted: string): boolean {
  const [key = '', value] = wanted.split('=');
  if (Array.isArray(actual) && value !== undefined) {
    return actual.some((one) => isFields(one) && String(one[key]).toLowerCase() === value);
  }
  return String(actual).toLowerCase() === wanted;
}

const notFilters = new Set(['fields', 'limit', 'marker', 'page_reverse', 'sort_key', 'sort_dir']);

/** A list as neutron answers it: any attribute filters, `fields` narrows. */
export function neutronList(caller: Caller, key: string, items: Fields[]): Reply {
  const { query } = caller;
  let kept = items;
  for (const name of new Set(query.keys())) {
    if (notFilters.has(name)) continue;
    const wanted = query.getAll(name).map((value) => value.toLowerCase());
    kept = kept.filter((item) => !(name in item) || wanted.some((value) => matches(item[name], value)));
  }
  const fields = query.getAll('fields');
  const narrowed =
    fields.length === 0
      ? kept
      : kept.map((item) =>
          Object.fromEntries(Object.entries(item).filter(([name]) => fields.includes(name))),
        );
  return { status: 200, body: { [key]: narrowed } };
}
