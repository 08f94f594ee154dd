/** A YAML scalar in single quotes, for text that was read. */
export const quoted = (text: string): string => `'${text.replace(/\s+/g, ' ').trim().replaceAll("'", "''")}'`;

/**
 * One `key: value` line. What was not found stays empty, so that the loader refuses the file until a person has
 * filled it in; what was read by a rule that may be wrong is marked for a person to look at.
 */
export function field(key: string, value: string | undefined, doubt?: string): string {
  if (value === undefined) return `${key}: # 待填`;
  return `${key}: ${value}${doubt === undefined ? '' : ` # 待核：${doubt}`}`;
}

export const indent = (lines: string[], by = 2): string[] => lines.map((line) => `${' '.repeat(by)}${line}`);

/** A place with the lines and the digest it is bound to. */
export function placeOf(
  place: { part: number; chapter: number; annex?: number; section?: string; item?: string },
  lines: readonly number[],
  digest: string,
): string {
  const members = [
    `part: ${place.part}`,
    `chapter: ${place.chapter}`,
    ...(place.annex === undefined ? [] : [`annex: ${place.annex}`]),
    ...(place.section === undefined ? [] : [`section: '${place.section}'`]),
    ...(place.item === undefined ? [] : [`item: '${place.item}'`]),
    `lines: [${lines.join(', ')}]`,
    `digest: ${digest}`,
  ];
  return `{ ${members.join(', ')} }`;
}
