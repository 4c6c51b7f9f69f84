import { describe, expect, it } from '@jest/globals';
import { describeStatement, maskedSql } from '../../../foundation/database/watch-queries.js';

describe('what is told of a query', () => {
  it.each([
    ['SELECT "t_x"."orders"."id" FROM "t_x"."orders" WHERE 1=1', 'select orders'],
    ['INSERT INTO "platform"."outbox_events" ("id") VALUES ($1)', 'insert outbox_events'],
    ['update only accounts set balance = $1', 'update accounts'],
    ['DELETE FROM inbox_events', 'delete inbox_events'],
    ['BEGIN', 'begin'],
    ['SELECT 1', 'select'],
    ['CREATE TABLE x (id text)', 'other'],
    ['', 'other'],
  ])('%s is a matter of %s', (sql, statement) => {
    expect(describeStatement(sql)).toBe(statement);
  });

  it('holds nothing that somebody wrote into it', () => {
    expect(
      maskedSql(`SELECT *\n  FROM "t1" WHERE name = 'it''s secret' AND n = 4.5 AND id = $12`),
    ).toBe(`SELECT * FROM "t1" WHERE name = '?' AND n = ? AND id = $12`);
  });
});
