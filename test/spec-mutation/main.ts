import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listTenders, loadCatalogue, loadTender } from '../../spec/load/index.ts';
import { describe, escaped, tableOf } from './data-run.ts';
import { runExpectations } from './expectation-run.ts';
import { watchAll } from './shares.ts';
import { contradictions, officialTextOf } from './source.ts';

// The spec mutation run: every expectation, figure, choice, list and date of a tender is written wrong in turn, and
// somebody must notice each time. Prints what nobody noticed; of the built-in tender it keeps docs/results/spec-mutation.md.
// npm run test:mutation [-- <tender> [<folder of tenders>]]

const [id = listTenders()[0]!, root = 'spec/tenders'] = process.argv.slice(2);
const began = Date.now();
const folder = join(root, id);
const catalogue = loadCatalogue();
const tender = loadTender(id, { catalogue, root });
const expectations = runExpectations(tender, folder, catalogue);
for (const survivor of expectations.survivors) console.log(`survived  ${survivor}`);

const all = await watchAll(id, root);
const official = officialTextOf(id);
const contradicted = official ? await contradictions(tender, official, all) : undefined;
const missed = all.filter(escaped);
for (const one of missed) console.log(`escaped   ${one.kind.id}: ${describe(one)}`);

const revision = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
const seconds = Math.round((Date.now() - began) / 1000);
const { mutants, killed, equivalent, survivors } = expectations;
const text = [
  '# 招标规格数据的变异测试',
  '',
  `由 \`npm run test:mutation\` 生成，修订 ${revision}，用时 ${seconds} 秒。对 \`${id}\` 的每一个判定条件、数值、取值、清单与日期逐一改错，`,
  '每次只改一处，看谁能发现：装载规则（合计、单位、引用、个数）、原文数值表（`cases/stated.yaml`，逐项注明招标文件行号）、',
  '限值用例（`cases/limits.yaml`，经判定器）、示例评审（三轮合成投标的结论、得分与名次）。',
  '',
  '## 测试的判定条件',
  '',
  `变异 ${mutants} 个，由限值用例发现 ${killed} 个，与原条件等价 ${equivalent} 个，漏过 ${survivors.length} 个。`,
  '',
  '## 其余数据',
  '',
  ...tableOf(all, contradicted),
  '',
  '一个变异可由几方同时发现。“仅数值表发现”的变异，装载、判定与示例评审都照常；`npm test` 的其他测试（如价格合计）未计在内。',
  contradicted
    ? '“核对原文可见”指 `biaochi tender check --source` 仅凭招标文件原文即指出不符的个数与它所读的个数（价格、考核分值、条款与目录的数值），不计入“漏过”。'
    : '运行时没有招标文件原文，未计 `biaochi tender check --source`。',
  '不作变异的：标题、表述与核查要点等文字（由人阅读），编号与引用（由装载规则解析），条款位置与摘要（由原文核对），测试何时进行。',
  '',
].join('\n');
console.log(text);
if (id === listTenders()[0] && root === 'spec/tenders') {
  mkdirSync('docs/results', { recursive: true });
  writeFileSync('docs/results/spec-mutation.md', text);
}
process.exitCode = survivors.length + missed.length > 0 ? 1 : 0;
