import type { Block, Cell } from '../../../spec/index.ts';
import { chartWords } from '../../theme/chart.ts';
import { outcomeWords } from '../../theme/palette.ts';
import type { Line } from './grid.ts';

/** A block as lines of a sheet; a picture is told in its words. */
export function blockLines(block: Block | { kind: 'heading'; text: string }): Line[] {
  switch (block.kind) {
    case 'heading':
      return [{ kind: 'heading', text: block.text }];
    case 'paragraph':
      return [{ kind: block.tone === 'notice' ? 'mark' : 'text', text: block.text }];
    case 'facts':
      return [
        ...block.rows.map(
          ({ label, value }): Line => ({ kind: 'cells', texts: [label, value], label: true }),
        ),
        gap,
      ];
    case 'list':
      return [
        ...block.items.map(
          (item, index): Line => ({ kind: 'text', text: `${block.ordered ? `${index + 1}.` : '·'} ${item}` }),
        ),
        gap,
      ];
    case 'table':
      return [
        ...(block.caption ? [{ kind: 'caption', text: block.caption } as const] : []),
        { kind: 'head', texts: block.columns.map(({ title }) => title) },
        ...block.rows.map((row): Line => {
          const lead = row[0];
          return {
            kind: 'cells',
            texts: row.map(cellText),
            align: block.columns.map(({ align }) => align ?? 'left'),
            ...(lead && 'strong' in lead && lead.strong ? { strong: true } : {}),
          };
        }),
        gap,
      ];
    case 'chart':
      return [{ kind: 'caption', text: block.caption }, { kind: 'text', text: chartWords(block.chart) }, gap];
    case 'picture':
      return [{ kind: 'caption', text: `${block.caption}（图见网页、PDF 或 Word 版）` }, gap];
    case 'signatures':
      return [
        { kind: 'head', texts: ['职责', '签字', '日期'] },
        ...block.roles.map(
          (role): Line => ({ kind: 'cells', texts: [role, '', '　　年　　月　　日'], tall: true }),
        ),
        gap,
      ];
  }
}

const gap: Line = { kind: 'gap' };

function cellText(cell: Cell): string {
  if ('digest' in cell) return cell.digest;
  return 'outcome' in cell ? outcomeWords(cell.outcome, cell.text) : cell.text;
}
