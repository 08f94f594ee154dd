import type { Block } from '../../../spec/index.ts';
import { chartPng } from '../../theme/chart.ts';
import { ink } from '../../theme/palette.ts';
import { printable } from '../../theme/printable.ts';
import {
  drawRule,
  ensureRoom,
  fillBox,
  lineWidth,
  paper,
  type Sheet,
  type Style,
  textWidth,
  wrap,
  writeLine,
} from './sheet.ts';
import { drawTable } from './table.ts';

const body: Style = { size: 10.5 };

/** What must fit below a heading, in points, so that it does not stand alone at the foot of a page. */
export function leadHeight(block: Block | undefined): number {
  if (block?.kind === 'signatures') return block.roles.length * signatureHeight + 30;
  return block?.kind === 'chart' || block?.kind === 'picture' ? 240 : 90;
}

export async function drawBlock(sheet: Sheet, block: Block): Promise<void> {
  switch (block.kind) {
    case 'paragraph':
      return drawParagraph(sheet, block.text, block.tone ?? 'plain');
    case 'facts':
      return drawFacts(sheet, block.rows);
    case 'list':
      return drawList(sheet, block.items, block.ordered ?? false);
    case 'table':
      return drawTable(sheet, block.caption, block.columns, block.rows);
    case 'chart': {
      const { bytes, share, width, height } = chartPng(block.chart);
      return drawPng(sheet, { bytes, width, height }, share, block.caption);
    }
    case 'picture': {
      const { png, width, height } = block.picture;
      return drawPng(sheet, { bytes: Buffer.from(png, 'base64'), width, height }, 1, block.caption);
    }
    case 'signatures':
      return drawSignatures(sheet, block.roles);
  }
}

function drawParagraph(sheet: Sheet, text: string, tone: 'plain' | 'notice' | 'small'): void {
  const notice = tone === 'notice';
  const style: Style =
    tone === 'small' ? { size: 9, color: ink.soft } : notice ? { size: 10, color: ink.notice } : body;
  const leading = style.size * 1.65;
  const indent = notice ? 10 : 0;
  const lines = wrap(sheet, printable(text), textWidth - indent, style);
  ensureRoom(sheet, Math.min(lines.length, 2) * leading + 4);
  for (const line of lines) {
    ensureRoom(sheet, leading);
    if (notice) fillBox(sheet, paper.left, sheet.y - leading, 2.4, leading, ink.notice);
    sheet.y -= leading;
    writeLine(sheet, line, paper.left + indent, sheet.y + leading * 0.3);
  }
  sheet.y -= 7;
}

/** Label and value side by side, ruled; a long value goes on over the page. */
export function drawFacts(
  sheet: Sheet,
  rows: readonly { label: string; value: string }[],
  frame = { left: paper.left, width: textWidth, labelWidth: 96, size: 9.5 },
): void {
  const leading = frame.size * 1.55;
  const pad = 4;
  const right = frame.left + frame.width;
  const style: Style = { size: frame.size };
  for (const { label, value } of rows) {
    const labels = wrap(sheet, printable(label), frame.labelWidth - 2 * pad, { ...style, color: ink.soft });
    const values = wrap(sheet, printable(value), frame.width - frame.labelWidth - 2 * pad, style);
    const need = Math.max(labels.length, values.length);
    let from = 0;
    while (from < need) {
      ensureRoom(sheet, Math.min(need - from, 3) * leading + 2 * pad);
      const room = Math.max(1, Math.floor((sheet.y - paper.bottom - 2 * pad) / leading));
      const take = Math.min(room, need - from);
      const bottom = sheet.y - take * leading - 2 * pad;
      fillBox(sheet, frame.left, bottom, frame.labelWidth, sheet.y - bottom, ink.band);
      for (let place = 0; place < take; place += 1) {
        const y = sheet.y - pad - (place + 1) * leading + leading * 0.28;
        const [name, text] = [labels[from + place], values[from + place]];
        if (name) writeLine(sheet, name, frame.left + pad, y);
        if (text) writeLine(sheet, text, frame.left + frame.labelWidth + pad, y);
      }
      drawRule(sheet, [frame.left, sheet.y], [right, sheet.y], ink.hair);
      sheet.y = bottom;
      drawRule(sheet, [frame.left, bottom], [right, bottom], ink.hair);
      from += take;
    }
  }
  sheet.y -= 12;
}

function drawList(sheet: Sheet, items: readonly string[], ordered: boolean): void {
  const style: Style = { size: 9.5 };
  const leading = 15;
  for (const [index, item] of items.entries()) {
    const lines = wrap(sheet, printable(item), textWidth - 20, style);
    ensureRoom(sheet, Math.min(lines.length, 2) * leading);
    for (const [place, line] of lines.entries()) {
      ensureRoom(sheet, leading);
      sheet.y -= leading;
      if (place === 0)
        writeLine(sheet, { text: ordered ? `${index + 1}.` : '·', style }, paper.left + 4, sheet.y + 4);
      writeLine(sheet, line, paper.left + 20, sheet.y + 4);
    }
  }
  sheet.y -= 8;
}

/** A picture over a share of the text's width, with its caption below it. */
async function drawPng(
  sheet: Sheet,
  png: { bytes: Uint8Array; width: number; height: number },
  share: number,
  words: string,
): Promise<void> {
  const image = await sheet.pdf.embedPng(png.bytes);
  const width = textWidth * 0.96 * share;
  const height = Math.min((width * png.height) / png.width, 620);
  const shown = (height * png.width) / png.height;
  ensureRoom(sheet, height + 30);
  sheet.y -= height;
  sheet.page.drawImage(image, { x: paper.left + (textWidth - shown) / 2, y: sheet.y, width: shown, height });
  const caption = { text: printable(words), style: { size: 9, color: ink.soft } };
  sheet.y -= 15;
  writeLine(sheet, caption, paper.left + (textWidth - lineWidth(sheet, caption)) / 2, sheet.y);
  sheet.y -= 14;
}

const signatureHeight = 46;

function drawSignatures(sheet: Sheet, roles: readonly string[]): void {
  const height = signatureHeight;
  const edges = [0, 0.22, 0.66, 1].map((share) => paper.left + share * textWidth);
  const right = edges.at(-1)!;
  ensureRoom(sheet, roles.length * height + 30);
  drawRule(sheet, [paper.left, sheet.y], [right, sheet.y], ink.rule, 0.9);
  for (const role of roles) {
    const top = sheet.y;
    sheet.y -= height;
    const y = sheet.y + height / 2 - 4;
    fillBox(sheet, paper.left, sheet.y, edges[1]! - paper.left, height, ink.band);
    const label = wrap(sheet, printable(role), edges[1]! - edges[0]! - 20, { ...body, bold: true }).slice(
      0,
      3,
    );
    for (const [place, line] of label.entries())
      writeLine(sheet, line, edges[0]! + 12, y + ((label.length - 1) / 2 - place) * 14);
    writeLine(sheet, { text: '签字：', style: body }, edges[1]! + 10, y);
    writeLine(sheet, { text: '日期：　　　年　　月　　日', style: body }, edges[2]! + 10, y);
    for (const edge of edges) drawRule(sheet, [edge, top], [edge, sheet.y], ink.rule);
    drawRule(sheet, [paper.left, sheet.y], [right, sheet.y], ink.rule);
  }
  sheet.y -= 16;
}
