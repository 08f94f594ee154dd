import type { Document } from '../../spec/index.ts';

/** The neutral document itself, indented, with a line feed at the end. */
export function renderJson(document: Document): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
