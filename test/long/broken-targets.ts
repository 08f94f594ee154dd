import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { faults, type Outcome, outcomes } from '../../spec/index.ts';
import {
  type Breakage,
  type BrokenLook,
  breakages,
  lookAtAllBroken,
  lookLimit,
} from '../probes/broken-matrix.ts';

// Every built probe against every kind of broken target; `npx tsx test/long/broken-targets.ts` writes docs/results/broken-targets.md.

const revision = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
const looks = await lookAtAllBroken();
const ids = [...new Set(looks.map((look) => look.probe))];
const words: Record<string, string> = { ...faults, TIME_LIMIT: '到时限为止', DEFECT: '本程序缺陷' };

const verdicts = (look: BrokenLook) => {
  const counts = new Map<Outcome, number>();
  for (const outcome of look.outcomes) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  return [...counts].map(([outcome, count]) => `${outcomes[outcome]} ${count}`).join('、');
};
const cell = (look: BrokenLook) =>
  `${look.fault === undefined ? `测得 ${look.measurands.join('、')}` : words[look.fault]}：${verdicts(look)}（${look.seconds.toFixed(2)} 秒）`;

const satisfied = looks.reduce((sum, look) => sum + look.satisfied.length, 0);
const crashed = looks.filter((look) => look.fault === 'DEFECT').length;
const longest = Math.max(...looks.map((look) => look.seconds));
const sections = (Object.keys(breakages) as Breakage[]).flatMap((kind) => [
  `## ${breakages[kind]}（\`${kind}\`）`,
  '',
  '| 探针 | 所见与结论 |',
  '|---|---|',
  ...ids.map(
    (id) => `| \`${id}\` | ${cell(looks.find((look) => look.probe === id && look.kind === kind)!)} |`,
  ),
  '',
]);
const text = [
  '# 每个探针面对每一种坏掉的平台',
  '',
  `由 \`npx tsx test/long/broken-targets.ts\` 生成，修订 ${revision}。每项测试的时限缩短为 ${lookLimit} 秒；结论按内置招标规格中用到该探针的全部核验项计，阶段为服务期满。`,
  '',
  `共 ${looks.length} 次测试（${ids.length} 个探针，${Object.keys(breakages).length} 种损坏）：判为符合的核验项 ${satisfied} 个，程序缺陷 ${crashed} 次，最长 ${longest.toFixed(2)} 秒。`,
  '',
  ...sections,
].join('\n');
mkdirSync('docs/results', { recursive: true });
writeFileSync('docs/results/broken-targets.md', text);
console.log(
  `${looks.length} looks, ${satisfied} satisfied, ${crashed} defects, longest ${longest.toFixed(2)} s`,
);
process.exitCode = satisfied + crashed > 0 ? 1 : 0;
