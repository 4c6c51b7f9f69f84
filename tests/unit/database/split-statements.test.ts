import { describe, expect, it } from '@jest/globals';
import { splitStatements } from '../../../foundation/database/migration/split-statements.js';

const texts = (sql: string): string[] => splitStatements(sql).map(({ text }) => text);

describe('a script', () => {
  it('is split at its semicolons, and each statement knows its line', () => {
    expect(splitStatements('SELECT 1;\n\n-- why\nSELECT\n  2;;\nSELECT 3')).toEqual([
      { text: 'SELECT 1', line: 1 },
      { text: 'SELECT\n  2', line: 4 },
      { text: 'SELECT 3', line: 6 },
    ]);
  });

  it.each([
    ['a literal', `INSERT INTO a VALUES ('x;''y;')`],
    ['an escaped literal', String.raw`SELECT E'it\'s; \\', e'\\'`],
    ['a quoted name', `SELECT "a;""b;" FROM c`],
    ['a line comment', `SELECT 1 -- one; or 'another\n + 2`],
    ['a nested block comment', `SELECT 1 /* a; /* b; */ c; */ + 2`],
    [
      'a function body',
      `CREATE FUNCTION f() RETURNS int AS $$ BEGIN; SELECT ';'; END $$ LANGUAGE sql`,
    ],
    ['a tagged body with another inside', `DO $a$ BEGIN EXECUTE $$SELECT 1;$$; END $a$`],
  ])('is not split within %s', (_, statement) => {
    expect(texts(`${statement};SELECT 2`)).toEqual([statement, 'SELECT 2']);
  });

  it('takes a dollar or an e within a name for no quote', () => {
    expect(texts('SELECT a$b$c; SELECT d$b$e')).toEqual(['SELECT a$b$c', 'SELECT d$b$e']);
    expect(texts(String.raw`SELECT type'\'; SELECT 2`)).toHaveLength(2);
    expect(texts('SELECT $1; SELECT $2')).toEqual(['SELECT $1', 'SELECT $2']);
  });

  it('may hold nothing but comments', () => {
    expect(splitStatements('-- nothing;\n/* at; all */ ;')).toEqual([]);
  });

  it.each([
    [`SELECT 1;\nSELECT 'open`, "The ' on line 2 is never closed."],
    [`SELECT "open`, 'The " on line 1 is never closed.'],
    ['DO $x$ BEGIN', 'The $x$ on line 1 is never closed.'],
    ['\n\n/* open /* */', 'The comment on line 3 is never closed.'],
  ])('that never closes what it opens is refused: %j', (sql, message) => {
    expect(() => splitStatements(sql)).toThrow(message);
  });
});
