import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { beijingTime, type Outcome, outcomes } from '../../spec/index.ts';
import { styleHref } from './style.ts';

export interface LayoutProps {
  title: string;
  /** Shown on every page of the run, e.g. that the target is a stand-in. */
  marks: string[];
  children: ComponentChildren;
}

function Layout({ title, marks, children }: LayoutProps) {
  return (
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} · 标尺`}</title>
        <link rel="stylesheet" href={styleHref} />
        <link rel="icon" href="data:," />
      </head>
      <body>
        <header class="top">
          <a class="brand" href="/">
            <b>标尺</b>
            <span>政务云标书测试结果</span>
          </a>
        </header>
        {marks.length > 0 && (
          <ul class="marks">
            {marks.map((mark) => (
              <li key={mark}>{mark}</li>
            ))}
          </ul>
        )}
        <main>{children}</main>
        <footer>本页只读，依据测试目录中的记录与判定生成；结论供人员审查，验收由采购人作出。</footer>
      </body>
    </html>
  );
}

/** A whole page as text. Every value passes through the renderer's escaping. */
export function renderPage(props: LayoutProps): string {
  return `<!doctype html>${renderToString(<Layout {...props} />)}`;
}

/** The outcome in words, never by colour alone. */
export function OutcomeBadge({ outcome }: { outcome: Outcome }) {
  return <span class={`outcome ${outcome}`}>{outcomes[outcome]}</span>;
}

/** 2026-11-22 15:41:00, Beijing time. */
export const printInstant = (instant: string): string => `${beijingTime(instant)}（北京时间）`;

export function Facts({ rows }: { rows: { label: string; value: ComponentChildren }[] }) {
  return (
    <dl class="facts">
      {rows.map((row) => (
        <div key={row.label}>
          <dt>{row.label}</dt>
          <dd>{row.value}</dd>
        </div>
      ))}
    </dl>
  );
}
