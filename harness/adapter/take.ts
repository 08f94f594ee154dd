import type { AdapterCondition, AdapterTake, OperationFieldType, Scalar } from '../../spec/index.ts';

/** What a step answered: an HTTP answer, or the output of a command. */
export interface StepAnswer {
  text: string;
  headers: Readonly<Record<string, string>>;
}

/** A value that was taken; undefined: the answer does not have it, or not of that type. */
export type Taken = Scalar | string[] | undefined;

const unescaped = (segment: string) => segment.replaceAll('~1', '/').replaceAll('~0', '~');

/** Every value that a JSON Pointer reaches; `*` goes to all members of a list. */
function reach(root: unknown, pointer: string): unknown[] {
  let found: unknown[] = [root];
  for (const segment of pointer.split('/').slice(1).map(unescaped)) {
    found = found.flatMap((value): unknown[] => {
      if (Array.isArray(value)) {
        if (segment === '*') return value;
        return /^\d+$/.test(segment) && Number(segment) < value.length ? [value[Number(segment)]] : [];
      }
      if (value === null || typeof value !== 'object' || !Object.hasOwn(value, segment)) return [];
      return [(value as Record<string, unknown>)[segment]];
    });
  }
  return found;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** All that a take finds, as texts, numbers and booleans. */
function findAll(take: AdapterTake, answer: StepAnswer): Scalar[] {
  if (take.header !== undefined) {
    const value = answer.headers[take.header.toLowerCase()];
    return value === undefined ? [] : [value];
  }
  if (take.pattern !== undefined)
    return [...answer.text.matchAll(new RegExp(take.pattern, 'gm'))].map((match) => match[1] ?? '');
  const lists = reach(parsed(answer.text), take.count ?? take.pointer ?? '');
  if (take.count !== undefined) return lists.flatMap((list) => (Array.isArray(list) ? [list.length] : []));
  return lists
    .flatMap((value): unknown[] => (Array.isArray(value) ? value : [value]))
    .filter((value) => ['string', 'number', 'boolean'].includes(typeof value)) as Scalar[];
}

/** Whether what a list is taken from is there at all: an empty list is an answer, a missing one is none. */
function holdsList(take: AdapterTake, answer: StepAnswer): boolean {
  // A page in the place of a list must not pass for an empty one: each line has to be a member.
  if (take.pattern !== undefined) {
    const member = new RegExp(take.pattern);
    return answer.text.split(/\r?\n/).every((line) => line.trim() === '' || member.test(line));
  }
  if (take.pointer === undefined) return true;
  const star = take.pointer.indexOf('/*');
  const holder = star < 0 ? take.pointer : take.pointer.slice(0, star);
  return reach(parsed(answer.text), holder).some(Array.isArray);
}

/** Takes one value out of an answer. `type` is what the operation promises; without one, what stands there. */
export function takeFrom(take: AdapterTake, answer: StepAnswer, type?: OperationFieldType): Taken {
  const found = findAll(take, answer);
  if (type === 'list') return holdsList(take, answer) ? found.map(String) : undefined;
  const [first] = found;
  if (first === undefined) return undefined;
  switch (type) {
    case 'text':
      return String(first);
    case 'number': {
      const value = typeof first === 'string' && first.trim() !== '' ? Number(first) : first;
      return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
    }
    case 'instant':
      return instantOf(first);
    default:
      return first;
  }
}

/** ISO 8601, or seconds or milliseconds since 1970, as ISO 8601 in UTC; undefined when it is none of these. */
export function instantOf(value: Scalar): string | undefined {
  const number =
    typeof value === 'number' ? value : /^\d{9,14}(\.\d+)?$/.test(String(value)) ? Number(value) : NaN;
  // The year 5138 in seconds is 1973 in milliseconds: no instant of a test is in doubt.
  const ms = Number.isFinite(number) ? (number < 1e11 ? number * 1000 : number) : Date.parse(String(value));
  return Number.isFinite(ms) && Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : undefined;
}

export function meets(value: Taken, condition: AdapterCondition): boolean {
  if (value === undefined || Array.isArray(value)) return false;
  if (condition.matches !== undefined) return new RegExp(condition.matches).test(String(value));
  const wanted = condition.oneOf ?? (condition.equals === undefined ? [] : [condition.equals]);
  return wanted.some((one) => one === value || String(one) === String(value));
}
