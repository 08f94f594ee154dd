import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { platformDefects } from '../../scenarios/index.ts';
import { outcomes } from '../../spec/index.ts';
import { acceptStandIn, declaredBy, outcomesOf } from '../acceptance/support.ts';

// What takes too long for every change: each defect by itself against the whole tender, one acceptance a defect.
// Prints the table of defect and turned checks and keeps it, with the revision, in docs/results/defects.md.

const wanted = process.argv.slice(2);
const defects = platformDefects.filter((d) => wanted.length === 0 || wanted.includes(d.name));
const revision = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();

// At the last stage, so that no check is still to become due; with the console, which is seen in a browser.
const choice = { stage: 'service-end', console: true } as const;
const good = await acceptStandIn([], choice);
const sound = outcomesOf(good.judgement);
const rows: string[] = [];
let failed = 0;
for (const { name, title } of defects) {
  const began = Date.now();
  const bad = await acceptStandIn([name], choice);
  const now = outcomesOf(bad.judgement);
  const turned = [...now]
    .filter(([id, outcome]) => sound.get(id) !== outcome)
    .map(([id]) => id)
    .sort();
  const declared = declaredBy([name], good.tender);
  const exact =
    JSON.stringify(turned) === JSON.stringify(declared) && turned.every((id) => now.get(id) !== 'satisfied');
  if (!exact) failed += 1;
  const shown =
    turned.map((id) => `${id} ${outcomes[now.get(id)!]}`).join('<br>') || '（本招标文件无相应要求）';
  rows.push(
    `| \`${name}\` | ${title} | ${shown} | ${exact ? '一致' : `不一致，应为 ${declared.join('、')}`} |`,
  );
  console.log(
    `${exact ? 'ok  ' : 'FAIL'} ${name}\t${((Date.now() - began) / 1000).toFixed(1)} s\t${turned.join(' ')}`,
  );
  bad.remove();
}
good.remove();

const checks = [...sound.values()];
const text = [
  '# 仿真平台的缺陷与被其翻转的核验项',
  '',
  `由 \`npm run test:long\` 生成，修订 ${revision}。每个缺陷单独开启，对全部条款各做一次完整测试；`,
  `无缺陷时 ${checks.filter((o) => o === 'satisfied').length} 个核验项符合，不符合 ${checks.filter((o) => o === 'not-satisfied').length} 个，无法判定 ${checks.filter((o) => o === 'inconclusive').length} 个。`,
  '',
  '| 缺陷 | 含义 | 翻转的核验项 | 与声明 |',
  '|---|---|---|---|',
  ...rows,
  '',
].join('\n');
if (wanted.length === 0) {
  mkdirSync('docs/results', { recursive: true });
  writeFileSync('docs/results/defects.md', text);
}
console.log(`\n${defects.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
