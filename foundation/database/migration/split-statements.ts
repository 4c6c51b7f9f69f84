/** One SQL statement of a file, and the line on which it begins. */
export type Statement = { text: string; line: number };

/**
 * What may hold a semicolon that ends nothing, and words, so that a `$` or an `e` inside of a name begins no literal.
 * The order matters. Block comments and dollar quotes are only begun here: they end where their own rules say.
 */
const tokens =
  /(?<lineComment>--[^\n]*)|(?<blockComment>\/\*)|(?<dollar>\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$)|(?<escaped>[eE]'(?:[^'\\]|\\[\s\S]|'')*')|(?<literal>'(?:[^']|'')*')|(?<name>"(?:[^"]|"")*")|(?<word>[\w\u0080-\uffff][\w$\u0080-\uffff]*)|(?<end>;)|(?<space>\s+)|(?<other>[\s\S])/y;

/**
 * Splits a script into its statements, without their semicolons. Knows literals, quoted names, dollar quotes and nested
 * comments; it does not know `BEGIN ATOMIC` bodies.
 * @throws {SyntaxError} naming the line where a literal, name or comment begins that never ends.
 */
export const splitStatements = (sql: string): Statement[] => {
  const statements: Statement[] = [];
  let begin: number | null = null;
  let position = 0;
  const lineAt = (index: number): number => sql.slice(0, index).split('\n').length;
  const finish = (end: number): void => {
    if (begin !== null)
      statements.push({ text: sql.slice(begin, end).trim(), line: lineAt(begin) });
    begin = null;
  };

  while (position < sql.length) {
    tokens.lastIndex = position;
    const match = tokens.exec(sql);
    const kind = match?.groups ?? {};
    const text = match?.[0] ?? '';
    if (/^['"]$/.test(text))
      throw new SyntaxError(`The ${text} on line ${lineAt(position)} is never closed.`);
    if (kind['end']) finish(position);
    else if (!kind['space'] && !kind['lineComment'] && !kind['blockComment']) begin ??= position;
    if (kind['blockComment']) position = endOfComment(sql, position, lineAt);
    else if (kind['dollar']) position = endOfDollarQuote(sql, position, text, lineAt);
    else position += text.length;
  }
  finish(sql.length);
  return statements;
};

type LineAt = (index: number) => number;

const endOfComment = (sql: string, begin: number, lineAt: LineAt): number => {
  const edges = /\/\*|\*\//g;
  edges.lastIndex = begin;
  let depth = 0;
  for (let edge = edges.exec(sql); edge; edge = edges.exec(sql)) {
    depth += edge[0] === '/*' ? 1 : -1;
    if (depth === 0) return edges.lastIndex;
  }
  throw new SyntaxError(`The comment on line ${lineAt(begin)} is never closed.`);
};

const endOfDollarQuote = (sql: string, begin: number, tag: string, lineAt: LineAt): number => {
  const end = sql.indexOf(tag, begin + tag.length);
  if (end >= 0) return end + tag.length;
  throw new SyntaxError(`The ${tag} on line ${lineAt(begin)} is never closed.`);
};
