import { tenantSchemaOf } from '../../../foundation/database/tenant-schema.js';

/** Texts that have opened doors elsewhere, aimed at one tenant. */
export const injections = (tenantId: string): string[] => {
  const { schema, role } = tenantSchemaOf(tenantId);
  return [
    `' OR '1'='1`,
    `'; SET ROLE "${role}"; SELECT * FROM "${schema}".orders; --`,
    `"__tenant__"."orders`,
    `$1) UNION SELECT id FROM ${schema}.orders --`,
    'a\u0000b',
    '\ud800',
    `../../${tenantId}`,
    '{"$ne":null}',
    '${PLATFORM_ENCRYPTION_KEY}',
  ];
};
