import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** An element's content by name; a list repeats the element. Undefined members are left out. */
type Content = string | number | boolean | Elements;
export interface Elements {
  [name: string]: Content | Content[] | undefined;
}

const escaped = (text: string) =>
  text
    .replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)
    .replace(/[^\P{Cc}\t\n]/gu, (c) => `&#${c.charCodeAt(0)};`);

function write(name: string, content: Content | Content[] | undefined): string {
  if (content === undefined) return '';
  if (Array.isArray(content)) return content.map((item) => write(name, item)).join('');
  const inner =
    typeof content === 'object'
      ? Object.entries(content)
          .map(([child, value]) => write(child, value))
          .join('')
      : escaped(String(content));
  return `<${name}>${inner}</${name}>`;
}

/** A document of the S3 namespace. */
export function document(root: string, content: Elements): string {
  const body = write(root, content).replace(
    /^<([^>]+)>/,
    '<$1 xmlns="http://s3.amazonaws.com/doc/2006-03-01/">',
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${body}`;
}

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  removeNSPrefix: true,
  parseTagValue: false,
  isArray: (name) => name === 'Rule',
});

/** The root's content, or undefined when the text is no document with that root. */
export function parseRoot(text: string, root: string): Record<string, unknown> | undefined {
  if (XMLValidator.validate(text) !== true) return undefined;
  const content = (parser.parse(text) as Record<string, unknown>)[root];
  if (content === '') return {};
  return typeof content === 'object' && content !== null ? (content as Record<string, unknown>) : undefined;
}
