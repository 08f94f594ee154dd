import { createHash } from 'node:crypto';

export const style = `
:root { --ink: #1c2733; --soft: #5a6878; --line: #d9dfe6; --ground: #f4f6f8; --card: #fff; --brand: #17406d;
  --satisfied: #1b7f4d; --not-satisfied: #c2352b; --inconclusive: #a8660a; --not-assessed: #5b6b80; --not-applicable: #c0c9d3; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.65 "Noto Sans SC", "Source Han Sans SC",
  "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif; }
a { color: var(--brand); text-underline-offset: 3px; }
a:focus-visible, summary:focus-visible { outline: 2px solid var(--brand); outline-offset: 2px; }
code { font: 13px/1.5 ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.top { background: var(--brand); }
.brand { display: flex; align-items: baseline; gap: 12px; max-width: 1160px; margin: 0 auto; padding: 12px 20px; color: #fff; text-decoration: none; }
.brand b { font-size: 20px; letter-spacing: 4px; }
.brand span { font-size: 13px; opacity: .85; }
.marks { display: flex; flex-wrap: wrap; gap: 4px 24px; margin: 0; padding: 7px max(20px, calc((100% - 1120px) / 2)); list-style: none;
  background: #fff4dc; border-bottom: 1px solid #ecd39a; color: #6d4703; font-weight: 600; font-size: 14px; }
main { max-width: 1160px; margin: 0 auto; padding: 8px 20px 40px; }
footer { max-width: 1160px; margin: 0 auto; padding: 0 20px 32px; color: var(--soft); font-size: 13px; }
section { margin-top: 16px; padding: 18px 22px; background: var(--card); border: 1px solid var(--line); border-radius: 6px; }
section.head { background: none; border: 0; padding: 12px 0 0; }
h1 { margin: 2px 0 8px; font-size: 26px; line-height: 1.35; }
h2 { margin: 0 0 12px; font-size: 18px; }
h3 { margin: 0 0 8px; font-size: 16px; }
.kicker { margin: 0; color: var(--soft); }
.small, small { color: var(--soft); font-size: 13px; }
.statement { margin: 0 0 10px; max-width: 52em; }
.conclusion { margin: 0 0 6px; font-size: 16px; }
.reports { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; margin: 8px 0 0; }
.reports > span:first-child { color: var(--soft); }
.button { padding: 4px 14px; border: 1px solid var(--brand); border-radius: 4px; background: #fff; text-decoration: none; }
a.button:hover { background: var(--brand); color: #fff; }
.off { border-color: var(--line); color: var(--soft); background: none; }
.warning { margin: 16px 0 0; padding: 10px 16px; border-left: 4px solid var(--not-satisfied); background: #fdeeec; overflow-wrap: anywhere; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(320px, 1fr)); gap: 6px 24px; margin: 0; }
.facts div { display: flex; gap: 12px; min-width: 0; }
.facts dt { flex: 0 0 5em; color: var(--soft); }
.facts dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
.bar { margin: 0 0 16px; }
.bar figcaption { display: flex; justify-content: space-between; margin-bottom: 4px; }
.bar figcaption span { color: var(--soft); }
.bar svg { display: block; width: 100%; height: 20px; border-radius: 3px; }
.legend { display: flex; flex-wrap: wrap; gap: 2px 18px; margin: 4px 0 0; padding: 0; list-style: none; font-size: 14px; }
.legend li::before { content: ""; display: inline-block; width: 10px; height: 10px; margin-right: 6px; border-radius: 2px; background: var(--c); }
.satisfied { --c: var(--satisfied); } .not-satisfied { --c: var(--not-satisfied); } .inconclusive { --c: var(--inconclusive); }
.not-assessed { --c: var(--not-assessed); } .not-applicable { --c: var(--not-applicable); }
.fill { fill: var(--c); } .fill.none { fill: #e6eaee; }
.outcome { display: inline-block; padding: 0 9px; border-radius: 3px; background: var(--c); color: #fff; font-size: 14px; font-weight: 600; white-space: nowrap; }
.outcome.not-applicable { background: #66717d; }
.filter { display: flex; flex-wrap: wrap; gap: 8px; margin-bottom: 12px; }
.filter a { padding: 3px 12px; border: 1px solid var(--line); border-radius: 99px; text-decoration: none; background: #fff; }
.filter a.on { border-color: var(--brand); background: var(--brand); color: #fff; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 8px 10px; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { background: #eef2f6; font-size: 14px; white-space: nowrap; }
tbody tr:hover { background: #f8fafc; }
td { overflow-wrap: anywhere; }
.clauses .id { white-space: nowrap; font-weight: 600; }
.clauses .kind { white-space: nowrap; color: var(--soft); }
.clauses .verdict { white-space: nowrap; }
.clauses .reason small { display: block; }
.steps th { font-weight: 400; color: var(--soft); white-space: nowrap; }
.empty { margin: 0; color: var(--soft); }
.crumbs { display: flex; flex-wrap: wrap; gap: 6px 20px; padding-top: 14px; }
.crumbs .off { color: #66717d; }
.check { margin-top: 12px; padding: 14px 16px; border: 1px solid var(--line); border-radius: 4px; }
.check table { margin-top: 10px; }
.met.true { color: var(--satisfied); font-weight: 600; } .met.false { color: var(--not-satisfied); font-weight: 600; } .met.open { color: var(--inconclusive); font-weight: 600; }
details { margin-top: 12px; }
summary { cursor: pointer; color: var(--brand); }
details > .facts { margin-top: 10px; }
.timeline { margin: 12px 0 0; padding: 0; list-style: none; border-left: 2px solid var(--line); }
.timeline li { display: flex; gap: 12px; padding: 2px 0 2px 14px; }
.timeline time { flex: none; color: var(--soft); font-variant-numeric: tabular-nums; }
.timeline span { min-width: 0; overflow-wrap: anywhere; }
.timeline small { display: block; }
.evidence { margin: 12px 0 0; padding-left: 20px; }
.evidence small { display: block; }
@media (max-width: 720px) {
  main, footer { padding-left: 14px; padding-right: 14px; }
  section { padding: 14px; }
  h1 { font-size: 21px; }
  .facts { grid-template-columns: 1fr; }
  thead { display: none; }
  table, tbody { display: block; }
  tr { display: flex; flex-wrap: wrap; gap: 2px 12px; padding: 10px 0; border-bottom: 1px solid var(--line); }
  th, td { padding: 0; border: 0; }
  td[data-label]::before { content: attr(data-label) "："; color: var(--soft); }
  td[data-label], .steps th, .steps td { flex: 1 1 100%; }
  .clauses .title, .clauses .reason { flex: 1 1 100%; }
  .clauses .id { flex: 1 1 auto; }
  .clauses .kind { display: none; }
  .clauses .title { order: 2; } .clauses .reason { order: 3; color: var(--soft); font-size: 14px; }
}
@media print { .filter, .crumbs, .reports { display: none; } body { background: #fff; } section { border: 0; padding: 0; } }
`;

/** Changes with the style, so that a browser may keep it for ever. */
export const styleHref = `/style-${createHash('sha256').update(style).digest('hex').slice(0, 12)}.css`;
