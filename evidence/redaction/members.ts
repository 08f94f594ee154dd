import { isSecretName } from './names.ts';
import { mask, type Tell } from './shapes.ts';

/** Members that hold the secret where an object stands under a secret name: `token: {id}`, `password: {value}`. */
const holders = /^(id|value|values|data|text|content|hash|blob|key|secret|raw)$/i;
const depthAtMost = 64;

interface Masking {
  tell: Tell;
  /** What becomes of a string that stands under no secret name. */
  text(value: string): string;
}

function hideLeaves(value: unknown, masking: Masking, depth: number): unknown {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value !== 'object') {
    masking.tell(String(value));
    return mask;
  }
  if (depth > depthAtMost) return mask;
  if (Array.isArray(value))
    return value.map((each) =>
      typeof each === 'object' ? walk(each, masking, depth + 1, true) : hideLeaves(each, masking, depth + 1),
    );
  return walk(value, masking, depth + 1, true);
}

function walk(value: unknown, masking: Masking, depth: number, underSecret: boolean): unknown {
  if (typeof value === 'string') return nested(value, masking, depth);
  if (value === null || typeof value !== 'object') return value;
  if (depth > depthAtMost) return mask;
  if (Array.isArray(value)) return value.map((each) => walk(each, masking, depth + 1, underSecret));
  const members = Object.entries(value);
  // {name: 'X-Auth-Token', value: '...'}, as logs and HAR files write headers.
  const called = members.find(([key, v]) => /^(name|key|header|field)$/i.test(key) && typeof v === 'string');
  const pair = called !== undefined && isSecretName(called[1] as string);
  return Object.fromEntries(
    members.map(([key, member]) => [
      key.length > 200 ? mask : masking.text(key),
      isSecretName(key) || (pair && /^values?$/i.test(key)) || (underSecret && holders.test(key))
        ? hideLeaves(member, masking, depth)
        : walk(member, masking, depth + 1, false),
    ]),
  );
}

/** JSON within a string is JSON. */
function nested(text: string, masking: Masking, depth: number): string {
  if (/^\s*[[{]/.test(text) && depth <= depthAtMost) {
    try {
      return JSON.stringify(walk(JSON.parse(text), masking, depth + 1, false));
    } catch {
      // Not JSON after all.
    }
  }
  return masking.text(text);
}

/** A copy of JSON data without what stands under a secret name; `text` cleans every other string and key. */
export function maskMembers(value: unknown, masking: Masking): unknown {
  return walk(value, masking, 0, false);
}
