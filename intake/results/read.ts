import { readFileSync, statSync } from 'node:fs';
import { Fault, type ResultTool, type ToolResult } from '../../spec/index.ts';
import { Refusals } from './fields.ts';
import { readFio, readIperf3, readK6, readWarp } from './load-tools.ts';
import { readPrometheus, readSarif, readTestssl } from './scan-tools.ts';

const bytesAtMost = 32 * 1024 * 1024;
const readers: Record<ResultTool, (root: unknown, refuse: Refusals, series?: string) => ToolResult> = {
  fio: readFio,
  k6: readK6,
  iperf3: readIperf3,
  warp: readWarp,
  testssl: readTestssl,
  sarif: readSarif,
  prometheus: readPrometheus,
};

/**
 * Reads a result file of another tool with that tool's own checks. Throws INTAKE_UNREADABLE, or INTAKE_INVALID with
 * every reason why it is no evidence.
 */
export function readToolResult(
  tool: ResultTool,
  file: string,
  series?: string,
): { result: ToolResult; bytes: Uint8Array } {
  let bytes: Buffer;
  try {
    if (statSync(file).size > bytesAtMost)
      throw new Fault('INTAKE_UNREADABLE', [
        { file, message: `超过 ${bytesAtMost / 1048576} MiB`, remedy: '提交汇总结果而非逐笔记录' },
      ]);
    bytes = readFileSync(file);
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new Fault('INTAKE_UNREADABLE', [{ file, message: '无法读取', remedy: '检查路径与权限' }]);
  }
  let root: unknown;
  try {
    root = JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, ''));
  } catch {
    throw new Fault('INTAKE_INVALID', [
      { file, message: '不是完整的 JSON', remedy: '提交该工具原样输出的文件' },
    ]);
  }
  const refuse = new Refusals(file);
  const result = readers[tool](root, refuse, series);
  refuse.end();
  return { result, bytes };
}
