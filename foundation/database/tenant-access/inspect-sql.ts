/** SQL that a tenant's unit of work may not run, whatever its role would be allowed. */
export class ForbiddenSqlError extends Error {
  override readonly name = 'ForbiddenSqlError';
}

/**
 * What a statement is made of. Comments and literals are passed over whole; an identifier with Unicode escapes could
 * spell any name and is none that we write.
 */
const tokens =
  /(?<skip>\s+|--[^\n]*|\/\*(?:[^*]|\*(?!\/))*\*\/)|(?<escapedName>[uU]&")|(?<literal>[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*')|(?<dollar>\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$)|(?<name>"(?:[^"]|"")*")|(?<word>[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)|(?<parameter>\$\d+)|(?<end>;)|(?<other>[\s\S])/y;

/** How a statement may begin: reading and writing rows, and transactions. */
const allowedBeginnings = new Set([
  ...['select', 'insert', 'update', 'delete', 'with', 'values', 'merge'],
  ...['begin', 'commit', 'rollback', 'savepoint', 'release', 'set'],
]);

/**
 * Ways to a setting, and with it to another role, from within an ordinary statement: by name, by the view that sets what
 * is written into it, and by functions that run the text they are given.
 */
const forbiddenNames = new Set([
  ...['set_config', 'pg_settings', 'session_authorization'],
  ...['query_to_xml', 'query_to_xmlschema', 'query_to_xml_and_xmlschema', 'cursor_to_xml'],
  ...['cursor_to_xmlschema', 'table_to_xml', 'table_to_xml_and_xmlschema', 'schema_to_xml'],
  ...['database_to_xml', 'schema_to_xml_and_xmlschema', 'database_to_xml_and_xmlschema'],
  ...['ts_stat', 'ts_rewrite', 'dblink', 'dblink_exec', 'dblink_open', 'dblink_send_query'],
]);

const refused = (what: string): ForbiddenSqlError =>
  new ForbiddenSqlError(`A tenant's unit of work may not run ${what}: it reads and writes rows.`);

type Token = { text: string; kind: string };

const tokensOf = function* (sql: string): Generator<Token> {
  for (tokens.lastIndex = 0; tokens.lastIndex < sql.length;) {
    const match = tokens.exec(sql);
    const [kind, text] =
      Object.entries(match?.groups ?? {}).find(
        ([, value]) => (value as string | undefined) !== undefined,
      ) ?? [];
    if (kind === undefined || text === undefined) return;
    if (kind === 'dollar') {
      const end = sql.indexOf(text, tokens.lastIndex);
      tokens.lastIndex = end === -1 ? sql.length : end + text.length;
    } else if (kind !== 'skip') yield { kind, text };
  }
};

/** What a token names, as PostgreSQL reads it; other tokens stand for themselves. */
const nameOf = ({ kind, text }: Token): string =>
  kind === 'name' ? text.slice(1, -1).replaceAll('""', '"') : text.toLowerCase();

const assertBeginning = (first: string | undefined, second: string | undefined): void => {
  if (first !== undefined && !allowedBeginnings.has(first)) throw refused(first.toUpperCase());
  if (first === 'set' && second !== 'transaction') throw refused(`SET ${second ?? ''}`);
};

const inspect = (sql: string): void => {
  const beginning: string[] = [];
  let ended = false;
  for (const token of tokensOf(sql)) {
    if (ended) throw refused('several statements at once');
    if (token.kind === 'escapedName') throw refused('names with escapes');
    const name = nameOf(token);
    if (forbiddenNames.has(name)) throw refused(name);
    ended = token.kind === 'end';
    if (beginning.length < 2 && name !== '(') beginning.push(name);
  }
  assertBeginning(beginning[0], beginning[1]);
};

/** Texts repeat, for values stand beside them: each is looked at once. */
const rememberedTexts = 5_000;
const passed = new Set<string>();

/**
 * Holds SQL of a unit of work to what repositories need. The database's roles keep tenants apart as long as nobody
 * changes the role: the login must be able to, for it serves all tenants, so its SQL must not.
 * @throws {ForbiddenSqlError} naming what is not allowed.
 */
export const assertTenantSql = (sql: string): void => {
  if (passed.has(sql)) return;
  inspect(sql);
  if (passed.size >= rememberedTexts) passed.clear();
  passed.add(sql);
};
