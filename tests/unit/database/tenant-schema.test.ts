import { describe, expect, it } from '@jest/globals';
import { inTenantSchema, tenantSchemaOf } from '../../../foundation/database/tenant-schema.js';
import { createIdGenerator } from '../../../foundation/ids/id-generator.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';

const tenantId = 'ten_01hw3zq8y5v9t2m4k6n8p0r1s3';

describe('a tenant', () => {
  it('has a schema and a role named after its id', () => {
    expect(tenantSchemaOf(tenantId)).toEqual({
      schema: 't_01hw3zq8y5v9t2m4k6n8p0r1s3',
      role: 't_01hw3zq8y5v9t2m4k6n8p0r1s3_rw',
    });
  });

  it('is known by every id that the generator makes', () => {
    const newId = createIdGenerator(new VirtualClock(1_700_000_000_000));
    for (let i = 0; i < 100; i++) expect(() => tenantSchemaOf(newId('tenant'))).not.toThrow();
  });

  it.each([
    '',
    'ten_',
    `${tenantId}x`,
    tenantId.toUpperCase(),
    `${tenantId}\n`,
    'ten_"; DROP TABLE a; --aaaaaaa',
  ])('is nobody under the id %j', (id) => {
    expect(() => tenantSchemaOf(id)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
  });
});

describe('SQL for the placeholder schema', () => {
  it('is turned into the tenant’s own, wherever the schema is named', () => {
    const sql =
      'SELECT "__tenant__"."a"."id" FROM "__tenant__"."a" WHERE "__tenant__"."a"."b" = $1';
    expect(inTenantSchema(sql, { schema: 't_x', role: 't_x_rw' })).toBe(
      'SELECT "t_x"."a"."id" FROM "t_x"."a" WHERE "t_x"."a"."b" = $1',
    );
  });
});
