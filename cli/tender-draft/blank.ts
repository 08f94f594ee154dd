import { indent } from './yaml.ts';

/** As much of a JSON Schema as the files of a tender use. */
export interface Shape {
  type?: string;
  const?: unknown;
  enum?: readonly unknown[];
  required?: readonly string[];
  properties?: Readonly<Record<string, Shape>>;
  items?: Shape;
  minItems?: number;
  oneOf?: readonly Shape[];
  anyOf?: readonly Shape[];
}

/** What a text says of one member: a YAML scalar or flow, and why somebody should look at it. */
export interface Read {
  read: string;
  doubt?: string;
}
/** What a text says of a file, in its shape; `undefined` is what it does not say. */
export type Known = Read | readonly Known[] | { readonly [member: string]: Known | undefined };

export const read = (text: string, doubt?: string): Read =>
  doubt === undefined ? { read: text } : { read: text, doubt };
const isRead = (known: Known): known is Read => 'read' in known && typeof known.read === 'string';
const isList = (known: Known | undefined): known is readonly Known[] => Array.isArray(known);

const allowed = (values: readonly unknown[]) => `可用：${values.map(String).join('、')}`;

/** The forms that are written in one line; what they hold is said behind them. */
function hintOf(shape: Shape): string {
  const { enum: values, oneOf, properties, items } = shape;
  if (values) return allowed(values);
  if (oneOf) {
    const tag = oneOf[0]?.properties?.kind ? 'kind' : 'of';
    return `${tag} ${allowed(oneOf.map((one) => one.properties?.[tag]?.const))}`;
  }
  if (properties?.unit) return '写作 { value: 数值, unit: 单位 }';
  if (properties?.chapter) return '写作 { part: 部分, chapter: 章, section: 节, item: 款 }';
  if (shape.type === 'array' && items?.enum) return `写作 [ ]，${allowed(items.enum)}`;
  if (shape.type === 'boolean') return allowed(['true', 'false']);
  const papers = items?.properties?.document?.enum;
  if (papers)
    return `写作 [{ document: 材料, sealed: true 或 false }]，没有的写 []；document ${allowed(papers)}`;
  return '';
}

const isOneLine = ({ properties, items, oneOf, type }: Shape) =>
  properties?.unit !== undefined ||
  properties?.chapter !== undefined ||
  oneOf !== undefined ||
  (type === 'array'
    ? items?.properties === undefined || items.properties.document !== undefined
    : properties === undefined);

const mark = (key: string, hint: string) => `${key}: # 待填${hint === '' ? '' : `，${hint}`}`;

/** One member of a file: what was read of it, else a gap with what may stand there. Optional members only where read. */
function member(key: string, shape: Shape, known: Known | undefined): string[] {
  if (known !== undefined && isRead(known))
    return [`${key}: ${known.read}${known.doubt === undefined ? '' : ` # 待核：${known.doubt}`}`];
  if (known === undefined && shape.const !== undefined) return [`${key}: ${String(shape.const)}`];
  if (known === undefined && shape.enum?.length === 1)
    return [`${key}: ${String(shape.enum[0])} # 待核：程序目前只认这一种`];
  if (known === undefined && isOneLine(shape)) return [mark(key, hintOf(shape))];
  if (shape.type === 'array') {
    const items = isList(known) ? known : shape.minItems ? [{}] : [];
    if (items.length === 0) return [`${key}: []`];
    return [`${key}:`, ...indent(items.flatMap((one) => listed(shape.items ?? {}, one)))];
  }
  return [`${key}:`, ...indent(members(shape, isList(known) ? undefined : known))];
}

function listed(shape: Shape, known: Known): string[] {
  if (isRead(known)) return [`- ${known.read}${known.doubt === undefined ? '' : ` # 待核：${known.doubt}`}`];
  const variant = variantOf(shape, known);
  const lines = members(variant, isList(known) ? undefined : known);
  return [`- ${lines[0] ?? '# 待填'}`, ...indent(lines.slice(1))];
}

/** Of shapes with a tag, the one whose tag was read; an unread tag leaves only the members that all have. */
function variantOf(shape: Shape, known: Known): Shape {
  if (!shape.oneOf) return shape;
  const tag = shape.oneOf[0]?.properties?.kind ? 'kind' : 'of';
  const said = !isList(known) && !isRead(known) ? known[tag] : undefined;
  const found =
    said !== undefined && isRead(said)
      ? shape.oneOf.find((one) => one.properties?.[tag]?.const === said.read)
      : undefined;
  if (found) return found;
  const [first, ...others] = shape.oneOf;
  const common = (first?.required ?? []).filter((key) => others.every((one) => one.required?.includes(key)));
  const kinds = shape.oneOf.map((one) => one.properties?.[tag]?.const);
  return { ...first!, required: common, properties: { ...first!.properties, [tag]: { enum: kinds } } };
}

/** Every required member of an object, and the optional ones that were read, in the order of the schema. */
export function members(shape: Shape, known: Known | undefined): string[] {
  const of = known !== undefined && !isList(known) && !isRead(known) ? known : {};
  const wanted = new Set([
    ...(shape.required ?? []),
    ...Object.keys(of).filter((key) => of[key] !== undefined),
  ]);
  return Object.entries(shape.properties ?? {})
    .filter(([key]) => wanted.has(key))
    .flatMap(([key, one]) => member(key, one, of[key]));
}
