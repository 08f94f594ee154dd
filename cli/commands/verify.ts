import { resolve } from 'node:path';
import type { Command } from 'commander';
import {
  type BundleVerification,
  type Check,
  readCertificates,
  readPublicKey,
  verifyBundle,
} from '../../evidence/index.ts';

interface Flags {
  publicKey?: string;
  ca?: string[];
  formal?: boolean;
  json?: boolean;
}

const titles: Record<Check['id'], string> = {
  files: '文件',
  chain: '日志',
  record: '记录',
  'earlier-seals': '历次封存',
  signature: '签名',
  signer: '签名人',
  certificate: '证书',
  'time-stamp': '时间戳',
};
const states: Record<Check['state'], string> = {
  passed: '相符',
  failed: '不符',
  unproven: '未能证明',
  absent: '没有',
};
const kinds = {
  altered: '改动',
  missing: '缺失',
  added: '新增',
  inconsistent: '矛盾',
  grown: '续写',
} as const;
const results: Record<BundleVerification['result'], string> = {
  'intact-signed': '完整，已签名',
  'intact-unsigned': '未见改动，但未经签名证明',
  grown: '封存所及未见改动；封存之后有增加，须再次封存',
  altered: '与封存不符',
};
const codes: Record<BundleVerification['result'], number> = {
  'intact-signed': 0,
  altered: 1,
  'intact-unsigned': 2,
  grown: 2,
};

function textOf(found: BundleVerification, formal: boolean): string {
  const { seal, differences, growth } = found;
  const first = differences[0];
  return [
    `测试包：${found.directory}${found.run ? `（${found.run}）` : ''}`,
    seal ? `第 ${seal.number} 次封存，清单摘要 ${seal.manifest}` : '未封存，未签名',
    ...found.checks.map(({ id, state, message }) => `  ${titles[id]}　${states[state]}：${message}`),
    ...found.remarks.map((remark) => `  说明：${remark}`),
    ...(first ? [`第一个不符的文件：${first.path}`, `不符的文件共 ${differences.length} 个：`] : []),
    ...differences.map(
      ({ path, kind, line, message }) =>
        `  ${kinds[kind]}　${path}${line === undefined ? '' : ` 第 ${line} 行`}：${message}`,
    ),
    ...(differences.some(({ kind }) => kind === 'added') ? ['若因重出报告等而新增，请查明后再次封存'] : []),
    ...(growth.length > 0 ? [`第 ${seal?.number} 次封存之后增加的，共 ${growth.length} 个文件：`] : []),
    ...growth.map(({ path, kind, message }) => `  ${kinds[kind]}　${path}：${message}`),
    ...(growth.length > 0 ? ['再次封存：biaochi seal；此前的封存仍留在 seal/ 中，一并核验'] : []),
    `结果：${results[found.result]}`,
    ...(formal
      ? [
          '正式使用所缺：',
          ...(found.formalGaps.length > 0 ? found.formalGaps : ['无']).map((gap) => `  ${gap}`),
        ]
      : []),
    '这一结果不证明：',
    ...found.doesNotProve.map((limit) => `  ${limit}`),
    '',
  ].join('\n');
}

export function verifyCommand(program: Command, finish: (code: number) => void): void {
  program
    .command('verify <测试包>')
    .description(
      '核验测试包：文件、日志、签名、证书与时间戳；退出码 0 完整且已签名，1 不符，2 未签名或封存之后有增加',
    )
    .option('--public-key <文件>', '签名人的公钥（PEM），须从可靠途径得到')
    .option('--ca <文件...>', '信任的签发机构证书（PEM，可多个）：核对签名证书与时间戳')
    .option('--formal', '按正式使用核验：须有核对通过的证书与可信时间戳')
    .option('--json', '以 JSON 输出结果')
    .action((folder: string, flags: Flags) => {
      const found = verifyBundle(resolve(folder), {
        publicKey: flags.publicKey === undefined ? undefined : readPublicKey(flags.publicKey),
        anchors: (flags.ca ?? []).flatMap((file) => readCertificates(file)),
        now: new Date(),
      });
      const formal = flags.formal === true;
      process.stdout.write(flags.json ? `${JSON.stringify(found, null, 2)}\n` : textOf(found, formal));
      finish(formal && found.formalGaps.length > 0 ? 1 : codes[found.result]);
    });
}
