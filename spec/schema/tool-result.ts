import type { Unit } from '../units.ts';
import type { Observation } from './observation.ts';

/** Tools of others whose result files can be taken in. */
export const resultTools = {
  fio: 'fio（JSON）',
  k6: 'k6（结束摘要 JSON）',
  iperf3: 'iperf3（JSON）',
  warp: 'warp（JSON）',
  testssl: 'testssl.sh（平铺 JSON）',
  sarif: 'SARIF 2.1.0',
  prometheus: 'Prometheus 区间查询结果',
} as const;
export type ResultTool = keyof typeof resultTools;

/** One figure of a file, by the name under which `--map` calls it. */
export interface ToolFigure {
  path: string;
  /** A count or figure with a unit; absent of a boolean or a set. */
  unit?: Unit;
  values: (number | boolean | string[])[];
}

/** What a result file says once it was checked. It is sight of others, never a verdict. */
export interface ToolResult {
  tool: ResultTool;
  /** As the file says; empty when it says nothing. */
  version: string;
  /** ISO 8601; absent when the file does not say. */
  producedAt?: string;
  /** What the tool was run with, as it echoes it, and what a contract calls the same. */
  parameters: Record<string, string>;
  inputs: Record<string, number>;
  figures: ToolFigure[];
  warnings: string[];
}

/** A result file that was taken in for one check. It never stands in the place of what we measured. */
export interface ImportedResult {
  check: string;
  tool: ResultTool;
  version: string;
  /** Name of the file as it was handed in; absent in records of older versions. */
  file?: string;
  /** The laboratory that is said to have made it. What that rests on is asked when it is judged. */
  laboratory?: string;
  /** The examination, `A001`, whose report of the laboratory this file belongs to. */
  report?: string;
  recordedAt: string;
  parameters: Record<string, string>;
  observation: Observation;
}
