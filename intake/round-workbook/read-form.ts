import type { Sheet } from '../xlsx.ts';
import { readCell } from './cell-text.ts';
import { addressOf, readHead, rowsBelow } from './read-head.ts';
import { heard, type Intake, putField } from './read-rows.ts';
import { column, type FormTable, formHeads } from './table.ts';

const formColumns = formHeads.map((head, index) =>
  column(index === 2 ? 'shown' : 'text', head, '', { needed: index < 2 }),
);
const plain = (value: unknown) =>
  String(value ?? '')
    .normalize('NFKC')
    .replace(/\s+|\*/g, '');

/** Reads a sheet with one line a field into the object at `into`. */
export function readForm(table: FormTable, sheet: Sheet, intake: Intake): void {
  const { complain, places, named } = intake;
  const head = readHead(sheet, formColumns, complain);
  for (let length = 1; length <= table.into.length; length++)
    places.mark(table.into.slice(0, length), named(`A${head?.row ?? 1}`));
  if (!head) return;
  const at = (wanted: string) => [...head.columns].find(([, { head: title }]) => title === wanted)?.[0];
  const [label, content] = [at(formHeads[0]), at(formHeads[1])];
  if (label === undefined || content === undefined) return;
  const seen = new Map<string, number>();
  for (const [row, cells] of rowsBelow(sheet, head.row)) {
    for (const cell of cells.values())
      if (!head.columns.has(cell.column))
        complain(cell.address, '所在列没有表头', `内容填入“${formHeads[1]}”一列`);
    const title = cells.get(label);
    const cell = cells.get(content);
    if (!title) {
      if (cell) complain(cell.address, `左侧没有${formHeads[0]}名称`, '改用模板中的项目名称，或删去这一行');
      continue;
    }
    const field = table.columns.find((one) => plain(one.head) === plain(title.value));
    if (!field) {
      complain(title.address, `项目“${String(title.value)}”无法识别`, '改用模板中的项目名称，或删去这一行');
      continue;
    }
    const before = seen.get(field.head);
    if (before !== undefined) {
      complain(title.address, `项目“${field.head}”与第 ${before} 行重复`, '每项只留一行');
      continue;
    }
    seen.set(field.head, row);
    const address = addressOf(content, row);
    const value = heard(readCell(field, cell), address, complain);
    putField({ column: field, address, filled: cell !== undefined, ...value }, table.into, intake);
  }
  for (const { head: title, needed } of table.columns)
    if (needed && !seen.has(title))
      complain(`A${head.row}`, `缺少项目“${title}”`, `加上“${title}”一行，或重新取用模板`);
}
