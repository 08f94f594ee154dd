import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Fault, type InstrumentRegister, instrumentFileSchema, type Problem } from '../../spec/index.ts';
import { digestOf, readYaml } from '../../spec/load/index.ts';

/** Reads a register of instruments. Throws INTAKE_INVALID with every problem by line. */
export function readInstruments(file: string): InstrumentRegister {
  const yaml = readYaml<Omit<InstrumentRegister, 'file' | 'digest'>>(
    file,
    instrumentFileSchema,
    'INTAKE_INVALID',
    {
      personal: ['by'],
      discriminator: '可取：program（程序）、meter（仪表）',
    },
  );
  const problems: Problem[] = [];
  const seen = new Set<string>();
  yaml.value.instruments.forEach((one, index) => {
    const key = one.kind === 'program' ? `${one.id} ${one.version}` : one.id;
    const line = yaml.lineOf(['instruments', index, 'id']);
    if (seen.has(key))
      problems.push({
        file,
        ...(line === undefined ? {} : { line }),
        path: `instruments/${index}/id`,
        message: `仪器 ${key} 登记了两次`,
        remedy: '每台仪器、每个程序版本只登记一次',
      });
    seen.add(key);
  });
  if (problems.length > 0) throw new Fault('INTAKE_INVALID', problems);
  const digest = digestOf(readFileSync(file));
  return { file: basename(file), digest, ...yaml.value };
}
