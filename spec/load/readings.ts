import { type ChosenReading, chosenReading, Fault, type Problem, type Reading, setByPath } from '../index.ts';
import { misfits } from './schema-problems.ts';
import type { YamlFile } from './yaml.ts';

type Option = Reading['options'][number];

/** What readings may set, by the first segment of a path, and the schema that each member must fit afterwards. */
export interface ReadingScope {
  data: Record<string, unknown>;
  schemas: Record<string, object>;
}

/** What is wrong with an option: a path that leads nowhere, a set without effect, a value that the data may not have. */
function faultsOf(option: Option, isPick: boolean, { data, schemas }: ReadingScope): string[] {
  if (isPick && option.set.length > 0) return ['选定的读法即数据本身，set 应为空'];
  if (!isPick && option.set.length === 0) return ['没有 set，与选定的读法无从区别'];
  const touched = [...new Set(option.set.map(({ path }) => path.split('/')[0]!))];
  const copy = Object.fromEntries(
    touched.filter((name) => name in data).map((name) => [name, structuredClone(data[name])]),
  );
  const faults = option.set.flatMap(({ path, value }) => {
    const { fault, changed } = setByPath(copy, path, value);
    return fault ?? (changed ? [] : [`路径 ${path} 已是该值，选项没有作用`]);
  });
  if (faults.length > 0) return faults;
  return touched.flatMap((name) =>
    schemas[name] ? misfits(copy[name], schemas[name]).map((why) => `${name}：${why}`) : [],
  );
}

function checkWanted(readings: Reading[], wanted: Record<string, string>): void {
  for (const [id, option] of Object.entries(wanted)) {
    const reading = readings.find((r) => r.id === id);
    if (!reading)
      throw new Fault('SPEC_UNKNOWN_READING', [
        { message: `没有读法 ${id}`, remedy: `可用：${readings.map((r) => r.id).join('、') || '（无）'}` },
      ]);
    if (!reading.options.some((o) => o.id === option)) {
      throw new Fault('SPEC_UNKNOWN_READING', [
        {
          message: `读法 ${id} 没有选项 ${option}`,
          remedy: `可选：${reading.options.map((o) => o.id).join('、')}`,
        },
      ]);
    }
  }
}

/**
 * Applies the chosen option of every reading to the data, in place.
 * Every option of every reading must resolve, have an effect and leave data that fit their schema,
 * also those that were not chosen.
 */
export function applyReadings(
  scope: ReadingScope,
  file: YamlFile<Reading[]> | undefined,
  wanted: Record<string, string>,
  problems: Problem[],
): ChosenReading[] {
  const readings = file?.value ?? [];
  checkWanted(readings, wanted);
  const complain = (index: number, message: string) => {
    const line = file?.lineOf([index, 'id']);
    problems.push({
      file: file?.file ?? 'readings.yaml',
      ...(line === undefined ? {} : { line }),
      path: readings[index]!.id,
      message,
    });
  };
  const taken = readings.map((reading, index) => {
    if (readings.findIndex(({ id }) => id === reading.id) < index) complain(index, `读法 ${reading.id} 重复`);
    const option = reading.options.find((o) => o.id === (wanted[reading.id] ?? reading.pick));
    if (!option) complain(index, `选定的 ${reading.pick} 不在选项中`);
    for (const one of reading.options) {
      for (const fault of faultsOf(one, one.id === reading.pick, scope))
        complain(index, `选项 ${one.id}：${fault}`);
    }
    return option;
  });
  return readings.flatMap((reading, index): ChosenReading[] => {
    const option = taken[index];
    if (!option) return [];
    for (const { path, value } of option.set) {
      const { fault } = setByPath(scope.data, path, value);
      if (fault && problems.length === 0) complain(index, `选项 ${option.id} 与其他读法冲突：${fault}`);
    }
    return [chosenReading(reading, option)];
  });
}
