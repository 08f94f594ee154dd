import { type Token, tokensOf } from './lexer.ts';
import { sqlError } from './sql-error.ts';

/** Walks over the tokens of a text. */
export interface Reader {
  kind(): Token['kind'];
  next(): Token;
  /** Whether the next token is one of these unquoted words or symbols. */
  is(...texts: string[]): boolean;
  /** Takes the words one after another, or none of them. */
  take(...texts: string[]): boolean;
  expect(...texts: string[]): void;
  word(): string;
  /** A name with its schema, as `schema.name`. */
  name(): string;
  /** A type's name; its length and precision are read and dropped. */
  type(): string;
  list<T>(read: () => T): T[];
  parens<T>(read: () => T): T;
  /** Reads as one, or goes back to where it was and answers undefined. */
  mark(): () => void;
  rest(): string;
  unexpected(): Error;
}

export function readerOf(sql: string): Reader {
  const tokens = tokensOf(sql);
  let place = 0;
  const peek = (ahead = 0) => tokens[Math.min(place + ahead, tokens.length - 1)]!;
  const isText = (token: Token, text: string) =>
    (token.kind === 'word' || token.kind === 'symbol') && token.text === text;
  const reader: Reader = {
    kind: () => peek().kind,
    next: () => {
      const token = peek();
      place += 1;
      return token;
    },
    is: (...texts) => texts.some((text) => isText(peek(), text)),
    take(...texts) {
      if (!texts.every((text, ahead) => isText(peek(ahead), text))) return false;
      place += texts.length;
      return true;
    },
    expect(...texts) {
      for (const text of texts) if (!reader.take(text)) throw reader.unexpected();
    },
    word() {
      const token = reader.next();
      if (token.kind === 'word' || token.kind === 'name') return token.text;
      place -= 1;
      throw reader.unexpected();
    },
    name() {
      const first = reader.word();
      return reader.take('.') ? `${first}.${reader.word()}` : first;
    },
    type() {
      let type = reader.word();
      if (['precision', 'varying'].some((word) => reader.take(word)))
        type = type === 'double' ? 'double' : 'varchar';
      if (reader.take('(')) {
        reader.list(() => reader.next());
        reader.expect(')');
      }
      return type;
    },
    list(read) {
      const found = [read()];
      while (reader.take(',')) found.push(read());
      return found;
    },
    parens(read) {
      reader.expect('(');
      const found = read();
      reader.expect(')');
      return found;
    },
    mark() {
      const from = place;
      return () => {
        place = from;
      };
    },
    rest: () => sql.slice(peek().from),
    unexpected() {
      const { kind, text } = peek();
      return sqlError(
        '42601',
        kind === 'end' ? 'syntax error at end of input' : `syntax error at or near "${text}"`,
      );
    },
  };
  return reader;
}
