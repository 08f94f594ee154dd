import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Deferral, type DeferralFile, deferralFileSchema, Fault, type Problem } from '../spec/index.ts';
import { digestOf, readYaml } from '../spec/load/index.ts';

/**
 * Reads deferrals.yaml against the tender that it must name. Throws INTAKE_INVALID with all problems by line:
 * a missing basis, an unknown checkable, one deferred twice, a paper whose bytes have another digest.
 */
export function readDeferrals(
  file: string,
  tender: { id: string; checkables: readonly { id: string }[] },
): DeferralFile {
  const yaml = readYaml<{ tender: string; deferrals: Deferral[] }>(
    file,
    deferralFileSchema,
    'INTAKE_INVALID',
  );
  const problems: Problem[] = [];
  const complain = (path: (string | number)[], message: string, remedy: string) => {
    const line = yaml.lineOf(path);
    problems.push({ file, ...(line === undefined ? {} : { line }), message, remedy });
  };
  if (yaml.value.tender !== tender.id)
    complain(
      ['tender'],
      `写的是招标规格 ${yaml.value.tender}，测试依据的是 ${tender.id}`,
      '核对是否给错了文件',
    );
  const known = new Set(tender.checkables.map(({ id }) => id));
  const seen = new Set<string>();
  yaml.value.deferrals.forEach(({ checkable, basis }, index) => {
    const at = ['deferrals', index, 'checkable'];
    if (!known.has(checkable)) complain(at, `没有条目 ${checkable}`, '用 tender show 查看全部编号');
    if (seen.has(checkable)) complain(at, `条目 ${checkable} 暂缓了两次`, '合并为一项');
    seen.add(checkable);
    const problem = paperProblem(file, basis);
    if (problem) complain(['deferrals', index, 'basis', 'file'], problem, '给出原来的文件，或改正摘要');
  });
  if (problems.length > 0) throw new Fault('INTAKE_INVALID', problems);
  return { digest: digestOf(readFileSync(file)), ...yaml.value };
}

function paperProblem(file: string, { file: paper, document }: Deferral['basis']): string | undefined {
  if (paper === undefined) return undefined;
  try {
    const found = digestOf(readFileSync(join(dirname(file), paper)));
    return found === document ? undefined : `依据文件 ${paper} 的摘要是 ${found}，与所写不符`;
  } catch {
    return `依据文件 ${paper} 无法读取`;
  }
}
