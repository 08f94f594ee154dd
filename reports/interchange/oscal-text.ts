import { printable } from '../theme/printable.ts';

/** OSCAL StringDatatype: one line, not empty, no white space at either end. */
export function oscalString(text: string): string {
  return printable(text).replace(/\s+/g, ' ').trim() || '（空）';
}

/** OSCAL markup is Markdown: what stands in the text stands there for the reader, too. */
function escapeMarkup(text: string): string {
  return text.replace(/[\\`*_[\]{}<>^~&|$#!]/g, '\\$&');
}

/** MarkupLineDatatype: one line. */
export function markupLine(text: string): string {
  return escapeMarkup(oscalString(text));
}

/** MarkupMultilineDatatype: every line of the text a paragraph. */
export function markupText(...lines: readonly string[]): string {
  const shown = lines
    .flatMap((line) => printable(line).split('\n'))
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return escapeMarkup(shown.join('\n\n')) || '（空）';
}

/** DateTimeWithTimezoneDatatype, in UTC. */
export function oscalInstant(instant: string): string {
  return new Date(instant).toISOString();
}

export interface OscalProperty {
  name: string;
  ns: string;
  value: string;
}

/** A property of ours; the name is a token. */
export function property(name: string, value: string | number | boolean): OscalProperty {
  return { name, ns: 'urn:biaochi:oscal:1', value: oscalString(String(value)) };
}
