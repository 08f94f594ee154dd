import { sqlError } from './sql-error.ts';

export interface Token {
  kind: 'word' | 'name' | 'number' | 'string' | 'parameter' | 'symbol' | 'end';
  /** Unquoted words in lower case, strings without their quotes. */
  text: string;
  from: number;
  to: number;
}

const pattern =
  /(?<blank>\s+|--[^\n]*|\/\*[\s\S]*?\*\/)|(?<tag>\$[A-Za-z_]*\$)(?<body>[\s\S]*?)\k<tag>|'(?<string>(?:[^']|'')*)'|"(?<name>(?:[^"]|"")+)"|\$(?<parameter>\d+)|(?<number>\d+(?:\.\d+)?)|(?<word>[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)|(?<symbol><>|<=|>=|!=|\|\||::|[-+*/%(),.;=<>])/y;

/** Cuts SQL into tokens; what is none is a syntax error. */
export function tokensOf(sql: string): Token[] {
  const tokens: Token[] = [];
  let from = 0;
  while (from < sql.length) {
    pattern.lastIndex = from;
    const found = pattern.exec(sql);
    if (!found) throw sqlError('42601', `syntax error at or near "${sql.slice(from, from + 12)}"`);
    const to = pattern.lastIndex;
    const { blank, body, string, name, parameter, number, word, symbol } = found.groups!;
    const add = (kind: Token['kind'], text: string) => tokens.push({ kind, text, from, to });
    if (body !== undefined) add('string', body);
    else if (string !== undefined) add('string', string.replaceAll("''", "'"));
    else if (name !== undefined) add('name', name.replaceAll('""', '"'));
    else if (parameter !== undefined) add('parameter', parameter);
    else if (number !== undefined) add('number', number);
    else if (word !== undefined) add('word', word.toLowerCase());
    else if (symbol !== undefined) add('symbol', symbol);
    else if (blank === undefined) throw sqlError('42601', 'syntax error');
    from = to;
  }
  tokens.push({ kind: 'end', text: '', from, to: from });
  return tokens;
}
