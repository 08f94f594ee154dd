import { describe, expect, it } from 'vitest';
import { formHeads, notesSheet, optionsSheet, type Table } from '../../../intake/round-workbook/table.ts';
import { allTables, workbooks } from '../../../intake/round-workbook/tables.ts';
import {
  admissionFileSchema,
  bidFileSchema,
  proceedingsFileSchema,
  roundFileSchema,
  scoreSheetFileSchema,
} from '../../../spec/index.ts';

interface Schema {
  type?: string;
  enum?: readonly string[];
  items?: Schema;
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
}
const schemas: Record<string, Schema> = {
  round: roundFileSchema,
  bid: bidFileSchema,
  'score-sheet': scoreSheetFileSchema,
  admission: admissionFileSchema,
  proceedings: proceedingsFileSchema,
} as unknown as Record<string, Schema>;

/** Every leaf of a schema with its path; `*` stands for the items of an array and the members by id. */
function leaves(schema: Schema, path: string[] = []): { path: string; schema: Schema }[] {
  if (schema.type === 'array') return leaves(schema.items!, [...path, '*']);
  if (schema.properties)
    return Object.entries(schema.properties).flatMap(([name, member]) => leaves(member, [...path, name]));
  if (typeof schema.additionalProperties === 'object')
    return leaves(schema.additionalProperties, [...path, '*']);
  return [{ path: path.join('/'), schema }];
}

/** What the columns of a table reach, in the same writing. */
function reached(table: Table): { path: string; labels?: string[]; kind: string; many: boolean }[] {
  if (table.layout === 'grid')
    return [
      { path: 'marks/*/*', kind: 'decimal', many: false },
      { path: 'totals/*', kind: 'decimal', many: false },
    ];
  const groups =
    table.layout === 'form'
      ? [{ base: [...table.into], columns: table.columns }]
      : [
          { base: [...table.into, ...(table.keyedBy ? [] : ['*'])], columns: table.columns },
          ...(table.children ?? []).map(({ path, columns }) => ({
            base: [...table.into, '*', path, '*'],
            columns,
          })),
        ];
  return groups.flatMap(({ base, columns }) =>
    columns
      .filter(({ path }) => path.length > 0)
      .flatMap((column) => {
        const keyed = table.layout === 'rows' && table.keyedBy;
        if (keyed && column.head === keyed) return [];
        const path = [...base, ...column.path, ...(column.many ? ['*'] : [])];
        const rest = { kind: column.kind, many: column.many === true };
        const labels = column.labels ? { labels: Object.keys(column.labels) } : {};
        const sections = keyed ? Object.keys(table.columns[0]!.labels!) : [''];
        return sections.flatMap((section) => {
          const whole = section === '' ? path : [section, ...path];
          if (!column.entry) return [{ path: whole.join('/'), ...rest, ...labels }];
          const { member, fixed, remark } = column.entry;
          return [
            { path: [...whole, member].join('/'), ...rest, ...labels },
            ...[...Object.keys(fixed), ...(remark ? [remark] : [])].map((name) => ({
              path: [...whole, name].join('/'),
              kind: 'fixed',
              many: true,
            })),
          ];
        });
      }),
  );
}

describe.each(Object.entries(workbooks))('the workbook of %s', (part, { tables }) => {
  // Who is to do a part of the work has no place within a consortium.
  const wanted = leaves(schemas[part]!).filter(({ path }) => path !== 'subcontract/to/*/role');
  const columns = tables.flatMap(reached);

  it('has a cell for every leaf of the schema, and no other', () => {
    expect(wanted.length).toBeGreaterThan(5);
    expect([...new Set(columns.map(({ path }) => path))].sort()).toEqual(
      wanted.map(({ path }) => path).sort(),
    );
  });

  it('offers exactly the words of each enumeration', () => {
    for (const { path, schema } of wanted.filter((leaf) => leaf.schema.enum)) {
      const labels = columns.filter((column) => column.path === path).map((column) => column.labels ?? []);
      for (const own of labels) expect([path, ...own].sort()).toEqual([path, ...schema.enum!].sort());
    }
  });

  it('reads booleans, integers and text as such', () => {
    const types: Record<string, string> = { boolean: 'boolean', integer: 'integer', fixed: '' };
    for (const column of columns) {
      const type = wanted.find(({ path }) => path === column.path)!.schema.type;
      if (column.kind !== 'fixed')
        expect([column.path, types[column.kind] ?? 'string']).toEqual([column.path, type]);
    }
  });
});

it('every sheet has a name of its own, short enough, and no head twice', () => {
  const names = allTables.map(({ sheet }) => sheet);
  expect(new Set([...names, notesSheet, optionsSheet]).size).toBe(names.length + 2);
  for (const name of names) expect(name).toMatch(/^[^[\]/\\:*?]{1,31}$/);
  for (const table of allTables) {
    const children = table.layout === 'rows' ? (table.children ?? []).flatMap(({ columns }) => columns) : [];
    const heads = [...table.columns, ...children].map(({ head }) => head);
    expect(new Set(heads).size).toBe(heads.length);
    if (table.layout === 'form') for (const head of formHeads) expect(heads).not.toContain(head);
  }
});
