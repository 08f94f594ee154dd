import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Document, Section } from '../../spec/index.ts';
import { printable } from '../theme/printable.ts';
import { Blocks, Facts, Text } from './html/blocks.tsx';
import { pageStyle } from './html/style.ts';

/** One self-contained page: inline style, inline SVG, no script; every text is escaped. */
export function renderHtml(document: Document): string {
  return `<!doctype html>\n${renderToString(<Page document={document} />)}\n`;
}

function Page({ document }: { document: Document }): VNode {
  const { title, subtitle, pageMarks, cover, sections, form } = document;
  const style = pageStyle(pageMarks.map(printable));
  return (
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{printable(subtitle ? `${title} ${subtitle}` : title)}</title>
        <style dangerouslySetInnerHTML={{ __html: style }} />
      </head>
      <body>
        <a class="skip" href="#content">
          跳到正文
        </a>
        {pageMarks.length > 0 && (
          <p class="marks" role="note" aria-label="报告标识">
            {pageMarks.map((mark, index) => (
              <span key={index}>{printable(mark)}</span>
            ))}
          </p>
        )}
        <div class="sheet">
          <header class={form === 'letter' ? 'cover letter' : 'cover'}>
            <h1>{printable(title)}</h1>
            {subtitle && (
              <p class="subtitle">
                <Text of={subtitle} />
              </p>
            )}
            <Facts rows={cover} />
          </header>
          {form !== 'letter' && <Contents sections={sections} />}
          <main id="content">
            {sections.map((section) => (
              <SectionView key={section.id} section={section} />
            ))}
          </main>
          <footer>{printable(pageMarks.join('　·　'))}</footer>
        </div>
      </body>
    </html>
  );
}

function Contents({ sections }: { sections: readonly Section[] }): VNode {
  return (
    <nav class="contents" aria-labelledby="contents-heading">
      <h2 id="contents-heading">目录</h2>
      <ol>
        {sections.map((section) => (
          <li key={section.id} class={`l${section.level}`}>
            <a href={`#${encodeURIComponent(section.id)}`}>{printable(section.heading)}</a>
          </li>
        ))}
      </ol>
    </nav>
  );
}

function SectionView({ section }: { section: Section }): VNode {
  const Heading = (['h2', 'h3', 'h4'] as const)[section.level - 1]!;
  const heading = `${section.id}-heading`;
  return (
    <section id={section.id} aria-labelledby={heading}>
      <Heading id={heading}>{printable(section.heading)}</Heading>
      <Blocks blocks={section.blocks} />
    </section>
  );
}
