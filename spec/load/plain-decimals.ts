import { type Document, isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';
import { decimalSchema } from '../index.ts';

interface Schema {
  pattern?: string;
  items?: Schema;
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  oneOf?: Schema[];
  anyOf?: Schema[];
  const?: unknown;
}

/**
 * The value of a document with numbers as they are written (`85.50` is "85.50", never 85.5) where the schema wants a
 * decimal. Only digits with an optional sign and point are taken; anything else stays for the schema to refuse.
 */
export function withPlainDecimals(value: unknown, document: Document, schema: object): unknown {
  return converted(value, document.contents, document, schema as Schema);
}

/** The alternatives that a value may be of: those whose fixed members it has. */
function branchesOf({ oneOf = [], anyOf = [] }: Schema, value: unknown): Schema[] {
  const members = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  return [...oneOf, ...anyOf].filter(({ properties = {} }) =>
    Object.entries(properties).every(
      ([key, member]) => !('const' in member) || member.const === members[key],
    ),
  );
}

function converted(given: unknown, node: unknown, document: Document, schema: Schema | undefined): unknown {
  if (schema === undefined) return given;
  const value = branchesOf(schema, given).reduce(
    (so, branch) => converted(so, node, document, branch),
    given,
  );
  const at = isAlias(node) ? (node.resolve(document) as Node | undefined) : node;
  if (typeof value === 'number') {
    const source = isScalar(at) ? at.source : undefined;
    const isPlain = source !== undefined && new RegExp(decimalSchema.pattern).test(source);
    return schema.pattern === decimalSchema.pattern && isPlain ? source : value;
  }
  if (Array.isArray(value) && isSeq(at))
    return value.map((member, index) => converted(member, at.items[index], document, schema.items));
  if (typeof value === 'object' && value !== null && isMap(at)) {
    const rest = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
    const nodes = new Map(
      at.items.map((pair) => [String(isScalar(pair.key) ? pair.key.value : pair.key), pair.value]),
    );
    const of = (key: string) =>
      schema.properties && Object.hasOwn(schema.properties, key) ? schema.properties[key] : rest;
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [
        key,
        converted(member, nodes.get(key), document, of(key)),
      ]),
    );
  }
  return value;
}
