import { fileURLToPath } from 'node:url';
import { Fault } from '../../spec/index.ts';
import { explainFailure } from '../exit.ts';
import { type Draft, writeDrafts } from './draft.ts';
import { draftFormula } from './formula.ts';
import { draftProbe } from './probe.ts';
import { draftRegistry } from './registry.ts';
import { draftRequirement } from './requirement.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const usage = `用法：
  npm run new -- probe <编号>                       新探针：契约、探针、测试，并重写登记表
  npm run new -- requirement <招标编号>:<节>-<项>    新条款：在该节的文件末尾添加
  npm run new -- formula <编号>                     新计分公式及其测试
  npm run new -- registry                          按文件夹重写探针登记表
`;

const generators: Record<string, (root: string, name: string) => Draft[]> = {
  probe: draftProbe,
  requirement: draftRequirement,
  formula: draftFormula,
};

function draft([kind, name, ...rest]: string[]): Draft[] | undefined {
  if (kind === 'registry' && name === undefined) return [draftRegistry(root)];
  const generate = Object.hasOwn(generators, kind ?? '') ? generators[kind!] : undefined;
  return generate && name !== undefined && rest.length === 0 ? generate(root, name) : undefined;
}

try {
  const drafts = draft(process.argv.slice(2));
  if (drafts) {
    writeDrafts(root, drafts);
    const advice = drafts.flatMap((item) => item.advice ?? []);
    const lines = [...drafts.map((item) => `${item.verb} ${item.path}`), ...advice];
    process.stdout.write(`${lines.join('\n')}\n`);
  } else {
    process.stderr.write(usage);
    process.exitCode = 64;
  }
} catch (error) {
  if (error instanceof Fault) process.stderr.write('没有写入任何文件。\n');
  process.exitCode = explainFailure(error, false);
}
