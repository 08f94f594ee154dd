/** What a cell may hold; dates and times are kept as text. */
export type Value = null | number | string | boolean;

export interface Window {
  partition: Expr[];
  order: OrderKey[];
}
export type Expr =
  | { is: 'value'; value: Value }
  | { is: 'column'; table?: string; name: string }
  | { is: 'parameter'; index: number }
  | { is: 'operation'; operator: string; operands: Expr[] }
  | { is: 'call'; name: string; args: Expr[]; distinct: boolean; star: boolean; over?: Window }
  | { is: 'case'; of?: Expr; whens: { when: Expr; result: Expr }[]; otherwise?: Expr }
  | { is: 'cast'; value: Expr; type: string }
  | { is: 'in'; value: Expr; list?: Expr[]; query?: Query }
  | { is: 'exists'; query: Query }
  | { is: 'scalar'; query: Query }
  | { is: 'quantified'; operator: string; value: Expr; all: boolean; query: Query };

export interface OrderKey {
  by: Expr;
  descending: boolean;
}
export type Source =
  | { is: 'table'; name: string; alias: string }
  | { is: 'derived'; query: Query; alias: string; columns?: string[] }
  | {
      is: 'join';
      kind: 'inner' | 'left' | 'right' | 'full' | 'cross';
      left: Source;
      right: Source;
      on?: Expr;
      using?: string[];
    };
export interface Item {
  /** Absent for `*`. */
  value?: Expr;
  table?: string;
  name: string;
}
export type Body =
  | {
      is: 'select';
      distinct: boolean;
      items: Item[];
      from?: Source;
      where?: Expr;
      /** Several sets for GROUPING SETS and ROLLUP. */
      groups?: Expr[][];
      having?: Expr;
    }
  | { is: 'values'; rows: Expr[][] }
  | { is: 'set'; operator: 'union' | 'except' | 'intersect'; all: boolean; left: Body; right: Body };
export interface Query {
  ctes: { name: string; columns?: string[]; query: Query }[];
  recursive: boolean;
  body: Body;
  order: OrderKey[];
  limit?: Expr;
  offset?: Expr;
}

export interface ColumnOrder {
  name: string;
  type: string;
  notNull: boolean;
  byDefault?: Expr;
  identity?: 'always' | 'by default';
  generated?: Expr;
}
export interface TableConstraint {
  name?: string;
  unique?: string[];
  check?: Expr;
  foreign?: { columns: string[]; table: string; references: string[] };
}
export interface RoutineOrder {
  is: 'create-routine';
  kind: 'procedure' | 'function';
  name: string;
  replace: boolean;
  body: string;
}
export type Statement =
  | { is: 'query'; query: Query }
  | { is: 'insert'; table: string; columns?: string[]; query?: Query }
  | { is: 'update'; table: string; set: { column: string; value: Expr }[]; where?: Expr }
  | { is: 'delete'; table: string; where?: Expr }
  | {
      is: 'merge';
      table: string;
      alias: string;
      source: Source;
      on: Expr;
      whens: {
        matched: boolean;
        set?: { column: string; value: Expr }[];
        columns?: string[];
        values?: Expr[];
      }[];
    }
  | { is: 'create-schema'; name: string }
  | { is: 'create-table'; name: string; columns: ColumnOrder[]; constraints: TableConstraint[] }
  | { is: 'add-column'; table: string; column: ColumnOrder }
  | { is: 'create-view'; name: string; columns?: string[]; query: Query }
  | { is: 'create-sequence'; name: string; start: number; by: number }
  | {
      is: 'create-trigger';
      name: string;
      table: string;
      event: string;
      row: string;
      action: Statement | { routine: string };
    }
  | RoutineOrder
  | { is: 'drop'; kind: string; name: string; ifExists: boolean; cascade: boolean }
  | { is: 'call'; name: string }
  | { is: 'do'; body: string }
  | { is: 'begin'; isolation?: string }
  | { is: 'isolation'; isolation: string }
  | { is: 'commit' | 'rollback' }
  | { is: 'savepoint' | 'rollback-to' | 'release'; name: string }
  | { is: 'declare'; cursor: string; query: Query }
  | { is: 'fetch'; cursor: string; count: number }
  | { is: 'close'; cursor: string }
  | { is: 'copy'; table: string; columns?: string[]; direction: 'to' | 'from'; query?: Query }
  | { is: 'set'; name: string; value: string }
  | { is: 'show'; name: string }
  | { is: 'nothing' };
