import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { countKills } from '../kills/kills.ts';

// Ends acceptances of the stand-in by SIGKILL at random moments, resumes them or cleans up after them, and counts what
// must be zero. Keeps the figures, with the revision, in docs/results/kills.md.
// Arguments: how many kills (100), the seed (1), how many side by side (2), minutes at most (none).

const [kills = '100', seed = '1', lanes = '2', minutes] = process.argv.slice(2);
const revision = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
const began = Date.now();
const end = minutes === undefined ? Number.POSITIVE_INFINITY : began + Number(minutes) * 60_000;
const counts = await Promise.all(
  Array.from({ length: Number(lanes) }, (_, lane) =>
    countKills({
      kills: Math.ceil((Number(kills) - lane) / Number(lanes)),
      seed: Number(seed) + lane,
      say: (line) => console.log(`${lane + 1}: ${line}`),
      until: () => Date.now() > end,
    }),
  ),
);
const sum = (read: (count: (typeof counts)[number]) => number) =>
  counts.reduce((total, count) => total + read(count), 0);
const took = Math.round((Date.now() - began) / 1000);
const killed = sum((count) => count.kills);
const lost = sum((count) => count.lost);
const left = sum((count) => count.left);
const duplicates = sum((count) => count.duplicates);
const repeated = sum((count) => count.repeated);
const torn = sum((count) => count.torn);
const trouble = counts.flatMap((count) => count.trouble);
// Moments as shares of a whole acceptance.
const shares = counts.flatMap((count) => count.moments.map((moment) => moment / count.within));
const bins = Array.from({ length: 10 }, (_, bin) => ({
  from: bin * 10,
  count: shares.filter((share) => Math.min(9, Math.floor(share * 10)) === bin).length,
}));
for (const line of trouble) console.log(`  · ${line}`);
console.log(
  `\n${killed} kills: acknowledged observations lost ${lost}, resources left after cleanup ${left}, duplicates after resume ${duplicates + repeated}, torn journals ${torn} (${took} s)`,
);
const text = [
  '# 随机时刻 kill -9 的试验',
  '',
  `由 \`npx tsx test/long/kills.ts\` 生成，修订 ${revision}，随机种子 ${seed}，历时 ${took} 秒。仿真平台在单独的进程中运行；`,
  `对其实施全部条款的测试 ${sum((count) => count.acceptances)} 次，在随机时刻以 SIGKILL 结束测试进程 ${killed} 次（续测的也会再被结束），`,
  `其中 ${sum((count) => count.whileStanding)} 次结束时平台上有本次测试的资源。之后续测至结束或不再续测，最后一律运行 cleanup。`,
  '平台上的资源由一段与清理程序无关的代码清点。',
  '',
  '| 指标 | 结果 |',
  '|---|---|',
  `| 已确认（在标准输出宣布完成）而日志中没有的观测 | ${lost} |`,
  `| 清理之后遗留在平台上的资源 | ${left} |`,
  `| 续测结束后平台上多出的资源 | ${duplicates} |`,
  `| 续测重做的已完成观测 | ${repeated} |`,
  `| 无法读出的日志 | ${torn} |`,
  `| 其他异常 | ${trouble.length} |`,
  '',
  `同样负荷下，进程启动约 ${Math.round(sum((count) => count.start) / counts.length)} 秒，其后一次完整的测试约 ${Math.round(sum((count) => count.within) / counts.length)} 秒；另有 ${sum((count) => count.early)} 次结束于进程启动期间。`,
  '',
  '| 结束时刻（占一次完整测试的百分比，自测试开始起） | 次数 |',
  '|---|---|',
  ...bins.map((bin) => `| ${bin.from}–${bin.from + 10} | ${bin.count} |`),
  '',
].join('\n');
mkdirSync('docs/results', { recursive: true });
writeFileSync('docs/results/kills.md', text);
process.exitCode = lost + left + duplicates + repeated + torn + trouble.length > 0 ? 1 : 0;
