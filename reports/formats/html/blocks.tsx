import type { ComponentChildren, VNode } from 'preact';
import type { Block, Cell, Column } from '../../../spec/index.ts';
import { chartSvg, chartWords } from '../../theme/chart.ts';
import { outcomeLook } from '../../theme/palette.ts';
import { printable } from '../../theme/printable.ts';

/** Text with its line feeds; whatever it holds, the renderer escapes it. */
export function Text({ of }: { of: string }): VNode {
  return (
    <>
      {printable(of)
        .split('\n')
        .flatMap((line, index) => (index === 0 ? [line] : [<br key={index} />, line]))}
    </>
  );
}

export function Blocks({ blocks }: { blocks: readonly Block[] }): VNode {
  return (
    <>
      {blocks.map((block, index) => (
        <BlockView key={index} block={block} />
      ))}
    </>
  );
}

function BlockView({ block }: { block: Block }): VNode {
  switch (block.kind) {
    case 'paragraph':
      return (
        <p class={block.tone ?? 'plain'}>
          <Text of={block.text} />
        </p>
      );
    case 'facts':
      return <Facts rows={block.rows} />;
    case 'list': {
      const items = block.items.map((item, index) => (
        <li key={index}>
          <Text of={item} />
        </li>
      ));
      return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
    case 'chart':
      return <ChartView block={block} />;
    case 'picture':
      return (
        <figure class="picture">
          <img
            src={`data:image/png;base64,${block.picture.png}`}
            width={block.picture.width}
            height={block.picture.height}
            alt={block.caption}
          />
          <figcaption>
            <Text of={block.caption} />
          </figcaption>
        </figure>
      );
    case 'table':
      return <TableView block={block} />;
    case 'signatures':
      return <Signatures roles={block.roles} />;
  }
}

export function Facts({ rows }: { rows: readonly { label: string; value: string }[] }): VNode {
  return (
    <dl class="facts">
      {rows.map((row, index) => [
        <dt key={`t${index}`}>
          <Text of={row.label} />
        </dt>,
        <dd key={`d${index}`}>
          <Text of={row.value} />
        </dd>,
      ])}
    </dl>
  );
}

function ChartView({ block }: { block: Extract<Block, { kind: 'chart' }> }): VNode {
  // The chart library escapes the labels it draws; the tests show it a hostile one.
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: wide charts scroll on a phone, and keys must reach what scrolls
    <figure class={block.chart.kind} tabIndex={0}>
      <div
        role="img"
        aria-label={chartWords(block.chart)}
        dangerouslySetInnerHTML={{ __html: chartSvg(block.chart) }}
      />
      <figcaption>
        <Text of={block.caption} />
      </figcaption>
    </figure>
  );
}

function TableView({ block }: { block: Extract<Block, { kind: 'table' }> }): VNode {
  const whole = block.columns.reduce((sum, column) => sum + column.width, 0);
  return (
    <table class={tableClass(block.columns)}>
      {block.caption && (
        <caption>
          <Text of={block.caption} />
        </caption>
      )}
      <colgroup>
        {block.columns.map((column, index) => (
          <col key={index} style={{ width: `${((column.width / whole) * 100).toFixed(2)}%` }} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {block.columns.map((column, index) => (
            <th key={index} scope="col" class={alignment(column)}>
              <Text of={column.title} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {block.rows.map((row, index) => (
          <tr key={index} class={isStrong(row[0]) ? 'group' : undefined}>
            {row.map((cell, place) => (
              <CellView key={place} cell={cell} column={block.columns[place]!} first={place === 0} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function CellView({ cell, column, first }: { cell: Cell; column: Column; first: boolean }): VNode {
  const classes = [alignment(column), 'text' in cell && cell.text === '' ? 'empty' : undefined]
    .filter(Boolean)
    .join(' ');
  const shared = { class: classes || undefined, 'data-label': printable(column.title) };
  const content = <div>{cellContent(cell)}</div>;
  return first ? (
    <th scope="row" {...shared}>
      {content}
    </th>
  ) : (
    <td {...shared}>{content}</td>
  );
}

function cellContent(cell: Cell): ComponentChildren {
  if ('digest' in cell) return <code>{printable(cell.digest)}</code>;
  if ('outcome' in cell) {
    const [word, ...rest] = printable(cell.text).split('\n');
    return (
      <>
        <span class={`outcome o-${cell.outcome}`}>
          <span aria-hidden="true">{outcomeLook[cell.outcome].mark}</span> {word}
        </span>
        {rest.map((line, index) => (
          <div key={index} class="small">
            {line}
          </div>
        ))}
      </>
    );
  }
  return cell.strong ? (
    <strong>
      <Text of={cell.text} />
    </strong>
  ) : (
    <Text of={cell.text} />
  );
}

/** Wide tables turn into cards on a phone; tables of counts stay tables. */
function tableClass([, ...rest]: readonly Column[]): string | undefined {
  if (rest.length > 1 && rest.every((column) => column.align === 'right')) return 'counts';
  return rest.length > 2 ? 'wide' : undefined;
}

function isStrong(cell: Cell | undefined): boolean {
  return cell !== undefined && 'strong' in cell && cell.strong === true;
}

function alignment({ align }: Column): string | undefined {
  return align === undefined || align === 'left' ? undefined : `a-${align}`;
}

function Signatures({ roles }: { roles: readonly string[] }): VNode {
  return (
    <table class="signatures">
      <thead>
        <tr>
          <th scope="col">职责</th>
          <th scope="col">签字</th>
          <th scope="col">日期</th>
        </tr>
      </thead>
      <tbody>
        {roles.map((role, index) => (
          <tr key={index}>
            <th scope="row">{printable(role)}</th>
            <td />
            <td>　　年　　月　　日</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
