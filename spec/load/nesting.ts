const limits = { brackets: 200, columns: 200, marks: 50 };

/**
 * The line at which a text nests deeper than any data of people's making; undefined if it never does. It is looked at
 * before parsing, because the parser takes minutes or dies of such a text. Brackets within quotes count, too: so many
 * that stay open are no wording.
 */
export function tooDeepAt(text: string): number | undefined {
  let depth = 0;
  let line = 1;
  let isAtStart = true;
  let columns = 0;
  let marks = 0;
  for (const char of text) {
    if (char === '\n') {
      line++;
      isAtStart = true;
      columns = 0;
      marks = 0;
      continue;
    }
    if (char === '[' || char === '{') depth++;
    else if ((char === ']' || char === '}') && depth > 0) depth--;
    if (isAtStart) {
      if (char === ' ' || char === '\t') columns++;
      else if (char === '-' || char === '?' || char === ':') marks++;
      else isAtStart = false;
    }
    // A ruled line of hyphens nests nothing; marks with blanks between them do.
    if (depth > limits.brackets || (columns > limits.columns && marks === 0)) return line;
    if (marks > limits.marks && columns > limits.marks) return line;
  }
  return undefined;
}
