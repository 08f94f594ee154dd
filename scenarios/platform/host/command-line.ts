/** The words of the last simple command of a POSIX command line; assignments and `export` before it are passed over. */
export function lastCommand(line: string): string[] {
  const commands: string[][] = [[]];
  let word: string | undefined;
  let quote = '';
  const end = () => {
    if (word !== undefined) commands.at(-1)!.push(word);
    word = undefined;
  };
  for (let at = 0; at < line.length; at++) {
    const sign = line[at]!;
    if (quote !== '') {
      if (sign === quote) quote = '';
      else word += sign;
    } else if (sign === "'" || sign === '"') {
      quote = sign;
      word ??= '';
    } else if (sign === '\\') word = (word ?? '') + (line[++at] ?? '');
    else if (sign === ';') {
      end();
      commands.push([]);
    } else if (/\s/.test(sign)) end();
    else word = (word ?? '') + sign;
  }
  end();
  return commands.filter((words) => words.length > 0).at(-1) ?? [];
}
