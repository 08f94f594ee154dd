import { describe, expect, it } from 'vitest';
import { renderHtml } from '../../reports/formats/html.tsx';
import { testReport } from '../../reports/index.ts';
import type { Document } from '../../spec/index.ts';
import { formula, hostileName, rareName, sample, sampleSource } from './fixture.ts';

const document = testReport({ ...sample, source: sampleSource });
const html = renderHtml(document);

/** A document whose every text is hostile, chart labels and page marks included. */
function hostileDocument(text: string): Document {
  const counts = {
    satisfied: 1,
    'not-satisfied': 1,
    inconclusive: 1,
    'not-assessed': 1,
    'not-applicable': 1,
  };
  return {
    title: text,
    subtitle: text,
    pageMarks: [text],
    createdAt: '2026-03-02T03:00:00Z',
    cover: [{ label: text, value: text }],
    sections: [
      {
        id: 'one',
        heading: text,
        level: 1,
        blocks: [
          { kind: 'paragraph', text },
          { kind: 'facts', rows: [{ label: text, value: text }] },
          { kind: 'list', items: [text] },
          {
            kind: 'table',
            caption: text,
            columns: [{ title: text, width: 1 }],
            rows: [[{ text }], [{ digest: text }], [{ outcome: 'satisfied', text }]],
          },
          {
            kind: 'chart',
            caption: text,
            chart: { kind: 'outcome-bars', groups: [{ label: text, counts }] },
          },
          { kind: 'signatures', roles: [text] },
        ],
      },
    ],
  };
}

const corpus = [
  hostileName,
  '</style><script>1</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '<svg onload=alert(1)>',
  '</title><script>1</script>',
  '</td></tr></table><iframe src=//x>',
];

describe('html', () => {
  it.each(corpus)('keeps %s as text wherever it stands', (text) => {
    const page = renderHtml(hostileDocument(text));
    const tags = new Set(
      [...page.matchAll(/<\/?([a-zA-Z][a-zA-Z0-9]*)/g)].map((match) => match[1]!.toLowerCase()),
    );
    for (const tag of ['script', 'iframe', 'img']) expect(tags).not.toContain(tag);
    const opened = [...page.replace(/"[^"]*"/g, '""').matchAll(/<[a-zA-Z][^<>]*>/g)].map((match) => match[0]);
    expect(opened.length).toBeGreaterThan(40);
    for (const tag of opened) expect(tag).not.toMatch(/\son\w+\s*=/i);
    expect(page.match(/<style>/g)).toHaveLength(1);
    expect(page.match(/<\/style>/g)).toHaveLength(1);
    const shown = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
    expect(page.replaceAll('>', '&gt;')).toContain(shown.replaceAll('>', '&gt;'));
  });

  it('shows rare characters and formula-like text as they are', () => {
    expect(html).toContain(rareName);
    expect(html).toContain(formula.replaceAll('"', '&quot;'));
  });

  it('drops characters that turn the reading direction or hide', () => {
    const page = renderHtml(hostileDocument('甲\u202e乙\u200b丙\u0007丁\ud800戊'));
    expect(page).toContain('甲乙丙丁〓戊');
  });

  it('stands alone: no script, no address to load from', () => {
    expect(html).not.toMatch(/<script|<link|<img|@import|url\(/);
    expect(
      [...html.matchAll(/\s(?:src|href)="([^"]*)"/g)].every(([, target]) => target!.startsWith('#')),
    ).toBe(true);
  });

  it('tells language, landmarks and table heads', () => {
    expect(html).toMatch(/^<!doctype html>\n<html lang="zh-CN">/);
    for (const mark of ['<header', '<nav', '<main id="content"', '<footer']) expect(html).toContain(mark);
    const heads = [...html.matchAll(/<th(?:\s[^>]*)?>/g)].map((match) => match[0]);
    expect(heads.length).toBeGreaterThan(50);
    for (const head of heads) expect(head).toMatch(/scope="(col|row)"/);
    expect(html.match(/<svg /g)).toHaveLength(2);
    expect(html.match(/role="img" aria-label="/g)).toHaveLength(2);
  });

  it('says an outcome by colour, by word and by shape', () => {
    for (const [name, mark, word] of [
      ['satisfied', '●', '符合'],
      ['not-satisfied', '■', '不符合'],
      ['inconclusive', '◆', '无法判定'],
      ['not-assessed', '○', '未评估'],
      ['not-applicable', '□', '不适用'],
    ])
      expect(html).toContain(
        `<span class="outcome o-${name}"><span aria-hidden="true">${mark}</span> ${word}</span>`,
      );
  });

  it('gives equal bytes for equal documents', () => {
    expect(renderHtml(testReport({ ...sample, source: sampleSource }))).toBe(html);
  });
});
