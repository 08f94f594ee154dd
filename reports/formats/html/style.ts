import { outcomeNames } from '../../../spec/index.ts';
import { ink, outcomeLook } from '../../theme/palette.ts';

const outcomeRules = outcomeNames
  .map((name) => `.o-${name}{color:${outcomeLook[name].ink};background:${outcomeLook[name].tint}}`)
  .join('\n');

/** A CSS string that no text can leave: all but letters and digits is escaped. */
function cssString(text: string): string {
  return `"${text.replace(/[^\p{L}\p{N}]/gu, (sign) => `\\${sign.codePointAt(0)!.toString(16)} `)}"`;
}

/** The one style sheet of the page, with the page marks and page numbers for print. */
export function pageStyle(pageMarks: readonly string[]): string {
  return `${screenRules}
${outcomeRules}
@page{size:A4;margin:20mm 16mm 18mm;
@top-center{content:${cssString(pageMarks.join('　·　'))};font-size:8.5pt;color:${ink.notice}}
@bottom-center{content:"第 " counter(page) " 页 共 " counter(pages) " 页";font-size:8.5pt;color:${ink.soft}}}`;
}

const screenRules = `
*{box-sizing:border-box}
html{scroll-padding-top:3.4rem;-webkit-text-size-adjust:100%}
body{margin:0;color:${ink.text};background:#fff;font:15px/1.7 "Noto Sans SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",sans-serif;overflow-wrap:anywhere}
a{color:${ink.accent}}
a:focus-visible,[tabindex]:focus-visible{outline:3px solid ${ink.accent};outline-offset:2px}
.skip{position:absolute;left:-999px}
.skip:focus{left:1rem;top:.5rem;z-index:9;background:#fff;padding:.3rem .8rem}
.marks{position:sticky;top:0;z-index:3;margin:0;padding:.45rem 1rem;text-align:center;color:#fff;background:${ink.notice};font-size:14px;line-height:1.5}
.marks span+span::before{content:"·";margin:0 .7em}
.sheet{max-width:1060px;margin:0 auto;padding:0 1.5rem 4rem}
header.cover{padding:3.2rem 0 1.6rem;border-bottom:2px solid ${ink.text}}
h1{margin:0;text-align:center;font-size:2.3rem;letter-spacing:.35em;text-indent:.35em;line-height:1.3}
.subtitle{margin:.6rem 0 2rem;text-align:center;font-size:1.15rem;color:${ink.soft}}
h2{margin:3rem 0 1rem;padding-bottom:.35rem;border-bottom:1px solid ${ink.rule};font-size:1.4rem;line-height:1.4}
h3{margin:2rem 0 .7rem;font-size:1.1rem;line-height:1.5}
h4{margin:1.6rem 0 .6rem;font-size:1rem}
p{margin:.6rem 0}
.notice{padding:.55rem .9rem;border-left:4px solid ${ink.notice};background:#fbf3f0;color:#5e1a0b}
.small{font-size:.88rem;color:${ink.soft}}
dl.facts{display:grid;grid-template-columns:minmax(7em,11em) 1fr;margin:.8rem 0;border-top:1px solid ${ink.hair}}
dl.facts>dt,dl.facts>dd{margin:0;padding:.38rem .7rem;border-bottom:1px solid ${ink.hair}}
dl.facts>dt{color:${ink.soft};background:${ink.band}}
.cover dl.facts{max-width:46rem;margin:0 auto}
nav.contents{margin:1.6rem 0;padding:1rem 1.4rem;background:${ink.band};font-size:.94rem}
nav.contents h2{margin:0 0 .4rem;padding:0;border:0;font-size:1rem}
nav.contents ol{margin:0;padding:0;list-style:none;columns:2;column-gap:2.4rem}
nav.contents li{break-inside:avoid}
nav.contents .l2{padding-left:1.3em;font-size:.92em}
nav.contents a{text-decoration:none}
nav.contents a:hover{text-decoration:underline}
table{width:100%;margin:.8rem 0 1.4rem;border-collapse:collapse;table-layout:fixed;font-size:.87rem;line-height:1.55}
caption{padding:.3rem 0;text-align:left;font-weight:700}
th,td{padding:.42rem .55rem;border:1px solid ${ink.hair};text-align:left;vertical-align:top;font-weight:400}
thead th{position:sticky;top:2.1rem;z-index:1;background:${ink.head};font-weight:700;border-color:${ink.rule}}
tr.group>*{background:${ink.band}}
strong,tr.group .strong{font-weight:700}
.a-right{text-align:right;font-variant-numeric:tabular-nums}
.a-center{text-align:center}
.outcome{display:inline-block;padding:.05rem .5rem;border-radius:3px;font-weight:700}
code{font:.86em/1.5 ui-monospace,Consolas,Menlo,monospace;word-break:break-all}
figure{margin:1.2rem 0;overflow-x:auto}
figure svg{display:block;width:100%;min-width:620px;max-width:860px;height:auto;margin:0 auto}
figure.picture img{display:block;max-width:100%;height:auto;margin:0 auto;border:1px solid ${ink.rule}}
figure.outcome-ring svg{min-width:0;max-width:580px}
figcaption{text-align:center;font-size:.88rem;color:${ink.soft}}
.signatures td{height:3.6rem}
footer{margin-top:3rem;padding-top:.8rem;border-top:1px solid ${ink.rule};font-size:.85rem;color:${ink.soft}}
@media screen and (max-width:760px){
.sheet{padding:0 .9rem 3rem}
h1{font-size:1.7rem}
nav.contents ol{columns:1}
dl.facts{grid-template-columns:1fr}
dl.facts>dt{padding-bottom:.1rem;border-bottom:0;font-size:.85rem}
dl.facts>dd{background:none}
thead th{top:0}
.counts th,.counts td{padding:.3rem .25rem;font-size:.78rem}
table.wide,.wide tbody,.wide tr,.wide th,.wide td,.wide caption{display:block}
.wide thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.wide tr{margin-bottom:.8rem;border:1px solid ${ink.rule}}
.wide th,.wide td{display:grid;grid-template-columns:6.4em 1fr;gap:.6em;border:0;border-bottom:1px solid ${ink.hair};text-align:left}
.wide th::before,.wide td::before{content:attr(data-label);color:${ink.soft}}
.wide td.empty{display:none}
}
@media print{
body{font-size:10pt}
.marks,nav.contents,.skip{display:none}
.sheet{max-width:none;padding:0}
header.cover{break-after:page;border:0;padding-top:5cm}
header.letter{break-after:auto;padding-top:0}
thead{display:table-header-group}
thead th{position:static}
tr{break-inside:avoid}
h2,h3,h4,caption{break-after:avoid}
table{font-size:8.5pt}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
figure svg{min-width:0}
}`;
