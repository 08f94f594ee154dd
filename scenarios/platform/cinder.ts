import { type Fields, isFields } from './body.ts';
import { type Call, refusal } from './http-service.ts';

const kinds: Record<number, string> = {
  400: 'badRequest',
  403: 'forbidden',
  404: 'itemNotFound',
  413: 'overLimit',
};

/** An error as cinder words it. */
export const cinderError = (status: number, message: string) => {
  const retry = status === 413 ? { retryAfter: '0' } : {};
  const body = { [kinds[status] ?? 'computeFault']: { code: status, message, ...retry } };
  return refusal(status, body, status === 413 ? { 'Retry-After': '0' } : undefined);
};

/** The object under a key of the body. Throws 400 when there is none. */
export function cinderBody(call: Call, key: string): Fields {
  const found = isFields(call.body) ? call.body[key] : undefined;
  if (isFields(found)) return found;
  const message = `Invalid input for field/attribute body. Value: ${JSON.stringify(call.body ?? null)}. '${key}' is a required property`;
  throw cinderError(400, message);
}
