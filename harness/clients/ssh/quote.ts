const plain = /^[A-Za-z0-9_./:@%+,=-]+$/;

function quote(word: string): string {
  if (word.includes('\0')) throw new Error('a word of a command cannot hold NUL');
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** A command line of a POSIX shell that runs exactly these words; an assignment or an option is a word like any other. */
export function commandLine(argv: readonly string[]): string {
  if (argv.length === 0) throw new Error('a command has no words');
  // The first word is always quoted: unquoted, `A=b` would assign and `if` would be syntax.
  return argv.map((word, index) => (index > 0 && plain.test(word) ? word : quote(word))).join(' ');
}
