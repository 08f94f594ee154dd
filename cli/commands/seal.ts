import { resolve } from 'node:path';
import type { Command } from 'commander';
import {
  makeSigningKey,
  readCertificates,
  readPublicKey,
  readSigningKey,
  type Sealed,
  sealRun,
} from '../../evidence/index.ts';
import { Fault, signatureAlgorithms } from '../../spec/index.ts';
import { version } from '../version.ts';

interface Flags {
  key?: string;
  certificate?: string;
  signer?: string;
  publicKey?: string;
  tsa?: string;
  newKey?: string;
  json?: boolean;
}

function printSealed(sealed: Sealed): void {
  const { signer } = sealed;
  process.stdout.write(
    [
      `第 ${sealed.number} 次封存：${sealed.folder}`,
      `清单：${sealed.files} 个文件，摘要 ${sealed.manifest}`,
      signer ? `已签名：${signatureAlgorithms[signer.algorithm]}` : '未签名',
      sealed.timeStamps > 0 ? `时间戳：${sealed.timeStamps} 个` : '时间戳：无',
      ...sealed.remarks.map((remark) => `说明：${remark}`),
      '核验：biaochi verify；仅用公共工具核验的办法见 docs/verify.zh-CN.md',
      '',
    ].join('\n'),
  );
}

function newKey(file: string, json: boolean): void {
  const made = makeSigningKey(resolve(file));
  process.stdout.write(
    json
      ? `${JSON.stringify(made, null, 2)}\n`
      : `私钥：${made.privateKey}（仅本人可读，请勿放入测试目录）\n公钥：${made.publicKey}（交给核验人）\n` +
          '这是自持密钥：它的签名证明封存之后没有改动，不证明封存者是谁\n',
  );
}

export function sealCommand(program: Command, finish: (code: number) => void): void {
  program
    .command('seal [目录]')
    .description('封存测试目录：全部文件的 SHA-256 与 SM3 清单，签名，时间戳')
    .option('--key <引用>', '签名私钥：env:环境变量名 或 file:文件路径（PKCS#8 PEM，Ed25519 或 SM2）')
    .option('--signer <命令>', '外部签名程序：从标准输入读清单，向标准输出写签名')
    .option('--certificate <文件>', '签名人的证书（PEM，签名人的在前，其后为中间证书）')
    .option('--public-key <文件>', '外部签名程序所用密钥的公钥（没有证书时）')
    .option('--tsa <网址>', '时间戳服务（RFC 3161）')
    .option('--new-key <文件>', '只生成一把 Ed25519 私钥与同名 .pub 公钥，不封存')
    .option('--json', '以 JSON 输出结果')
    .action(async (folder: string | undefined, flags: Flags) => {
      const wrong = (message: string, remedy: string) =>
        new Fault('USAGE_KEY_INVALID', [{ message, remedy }]);
      if (flags.newKey !== undefined && folder !== undefined)
        throw wrong('生成密钥与封存不能在同一条命令中', '先用 --new-key 生成，再以 --key file:文件 封存');
      if (flags.newKey !== undefined) {
        newKey(flags.newKey, flags.json === true);
        finish(0);
        return;
      }
      if (folder === undefined) throw wrong('没有指明测试目录', '写作 biaochi seal 目录');
      if (flags.key !== undefined && flags.signer !== undefined)
        throw wrong('--key 与 --signer 只能用一个', '去掉其中一个');
      const directory = resolve(folder);
      const sealed = await sealRun({
        directory,
        tool: { name: 'biaochi', version },
        now: new Date(),
        key: flags.key === undefined ? undefined : readSigningKey(flags.key, directory),
        command: flags.signer,
        publicKey: flags.publicKey === undefined ? undefined : readPublicKey(flags.publicKey),
        certificates: flags.certificate === undefined ? [] : readCertificates(flags.certificate),
        timeStampService: flags.tsa,
      });
      if (flags.json) process.stdout.write(`${JSON.stringify(sealed, null, 2)}\n`);
      else printSealed(sealed);
      finish(0);
    });
}
