import type { Redactor } from '../../../evidence/index.ts';

/** One command as it was run on a host; output clipped, redacted where it is captured. */
export interface CommandRecord {
  at: string;
  host: string;
  argv: readonly string[];
  stdin?: string;
  answer?: { code: number; stdout: string; stderr: string; bytes: number };
  fault?: string;
  elapsedMs: number;
}

export function redactCommand(record: CommandRecord, redactor: Redactor): CommandRecord {
  const { stdin, answer, fault } = record;
  return {
    ...record,
    argv: record.argv.map((word) => redactor.text(word)),
    ...(stdin === undefined ? {} : { stdin: redactor.body(stdin) }),
    ...(answer
      ? { answer: { ...answer, stdout: redactor.body(answer.stdout), stderr: redactor.body(answer.stderr) } }
      : {}),
    ...(fault === undefined ? {} : { fault: redactor.text(fault) }),
  };
}
