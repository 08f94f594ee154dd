import { type Checkable, type ChosenReading, Fault, type Problem, type Reading } from '../index.ts';
import type { YamlFile } from './yaml.ts';

const bases = { clarification: '澄清公告', statute: '法规', none: '尚无依据' } as const;

/** Sets one member by a path whose segments are keys, indices, or ids of list members. Answers why not, if not. */
function setAt(root: Record<string, unknown>, path: string, value: unknown): string | undefined {
  const segments = path.split('/');
  const last = segments.pop()!;
  let at: unknown = root;
  const step = (from: unknown, segment: string): unknown => {
    if (Array.isArray(from)) {
      return (
        from.find((member) => (member as { id?: string })?.id === segment) ??
        (/^\d+$/.test(segment) ? from[Number(segment)] : undefined)
      );
    }
    return typeof from === 'object' && from !== null ? (from as Record<string, unknown>)[segment] : undefined;
  };
  for (const segment of segments) {
    at = step(at, segment);
    if (at === undefined) return `路径 ${path} 在 ${segment} 处不存在`;
  }
  if (step(at, last) === undefined) return `路径 ${path} 在 ${last} 处不存在`;
  if (Array.isArray(at)) {
    const index = at.findIndex((member, i) => (member as { id?: string })?.id === last || String(i) === last);
    at[index] = structuredClone(value);
  } else (at as Record<string, unknown>)[last] = structuredClone(value);
  return undefined;
}

/**
 * Applies the chosen option of every reading to the checkables, in place.
 * Every option of every reading must resolve, also those that were not chosen.
 */
export function applyReadings(
  checkables: Checkable[],
  file: YamlFile<Reading[]> | undefined,
  wanted: Record<string, string>,
  problems: Problem[],
): ChosenReading[] {
  const readings = file?.value ?? [];
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
  const complain = (index: number, message: string) => {
    const line = file?.lineOf([index, 'id']);
    problems.push({
      file: file?.file ?? 'readings.yaml',
      ...(line === undefined ? {} : { line }),
      path: readings[index]!.id,
      message,
    });
  };
  const chosen: ChosenReading[] = [];
  readings.forEach((reading, index) => {
    const option = wanted[reading.id] ?? reading.pick;
    const taken = reading.options.find((o) => o.id === option);
    if (!taken) {
      complain(index, `选定的 ${option} 不在选项中`);
      return;
    }
    for (const other of reading.options) {
      if (other === taken) continue;
      const copy = { checkables: structuredClone(checkables) };
      for (const { path, value } of other.set) {
        const why = setAt(copy, path, value);
        if (why) complain(index, `选项 ${other.id}：${why}`);
      }
    }
    for (const { path, value } of taken.set) {
      const why = setAt({ checkables }, path, value);
      if (why) complain(index, `选项 ${taken.id}：${why}`);
    }
    const basis = reading.basis.text
      ? `${bases[reading.basis.kind]}：${reading.basis.text}`
      : bases[reading.basis.kind];
    chosen.push({
      id: reading.id,
      question: reading.question,
      chosen: taken.id,
      title: taken.title,
      basis,
      isPick: taken.id === reading.pick,
    });
  });
  return chosen;
}
