import type { Scalar } from '../../spec/index.ts';

const place = /\{\{\s*([^{}]*?)\s*\}\}/g;
const whole = /^\{\{\s*([^{}]*?)\s*\}\}$/;

/** What a name stands for; `secret:` names come with their prefix. */
export type Values = (name: string) => Scalar;

/** Every name that the strings of a template use, in order. */
export function namesIn(template: unknown): string[] {
  if (typeof template === 'string') return [...template.matchAll(place)].map((match) => match[1]!);
  if (template === null || typeof template !== 'object') return [];
  return Object.entries(template).flatMap(([key, member]) => [
    ...(Array.isArray(template) ? [] : namesIn(key)),
    ...namesIn(member),
  ]);
}

export function fillText(template: string, values: Values, encode = (text: string) => text): string {
  return template.replace(place, (_, name: string) => encode(String(values(name))));
}

/** Fills values in, never text: a string that is one name alone keeps the type of what it stands for. */
export function fillJson(template: unknown, values: Values): unknown {
  if (typeof template === 'string') {
    const alone = whole.exec(template)?.[1];
    return alone === undefined ? fillText(template, values) : values(alone);
  }
  if (Array.isArray(template)) return template.map((member) => fillJson(member, values));
  if (template === null || typeof template !== 'object') return template;
  return Object.fromEntries(
    Object.entries(template).map(([key, member]) => [fillText(key, values), fillJson(member, values)]),
  );
}
