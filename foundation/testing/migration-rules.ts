import { splitStatements } from '../database/migration/split-statements.js';

type Rule = { pattern: RegExp; fault: string };

/** Literals and comments may say anything; names stay, for the rules are about them. */
const withoutText = (statement: string): string =>
  statement
    .replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, ' ')
    .replace(/\$(\w*)\$[\s\S]*?\$\1\$/g, "''")
    .replace(/'(?:[^']|'')*'/g, "''")
    .replace(/\s+/g, ' ');

const anyMigration: readonly Rule[] = [
  {
    pattern: /\bCONCURRENTLY\b/i,
    fault: 'runs outside of a transaction, but a migration is applied whole or not at all',
  },
  {
    pattern: /^(BEGIN|COMMIT|ROLLBACK|START TRANSACTION|SAVEPOINT)\b/i,
    fault: 'ends the transaction of the migrator',
  },
  {
    pattern: /\bTIMESTAMPTZ(?!\s*\(3\))|\bTIMESTAMP(?!TZ)\b|\bTIMESTAMP\(\d\) WITHOUT/i,
    fault: 'keeps times otherwise than as TIMESTAMPTZ(3), which Prisma cannot read back exactly',
  },
  { pattern: /\b(REAL|DOUBLE PRECISION|FLOAT\d?|MONEY)\b/i, fault: 'keeps numbers inexactly' },
  {
    pattern: /\bSERIAL4?\b|\bGENERATED .*\bINTEGER\b/i,
    fault: 'numbers rows with 32 bits; take BIGSERIAL',
  },
];

/** What Citus does not let a tenant's schema do, so that it can be moved to another machine as it is. */
const tenantMigration: readonly Rule[] = [
  {
    pattern: /\bCREATE TYPE\b/i,
    fault: 'makes a type; take TEXT with a CHECK in place of an enum',
  },
  {
    pattern: /\bTRIGGER\b/i,
    fault: 'makes a trigger; the application writes what follows from a change',
  },
  {
    pattern: /"[^"]+"\s*\.\s*"|\b(public|platform|market)\s*\.|"(public|platform|market)"\s*\./i,
    fault: 'names a schema; the migrator sets the search path',
  },
  {
    pattern: /\b(CREATE|DROP|ALTER) SCHEMA\b|\bSET SCHEMA\b|\bsearch_path\b/i,
    fault: 'touches schemas',
  },
  {
    pattern: /\bINHERITS\b|\bFOREIGN TABLE\b|\bCREATE TABLE [^(]*\bOF\b/i,
    fault: 'makes a table that Citus cannot distribute',
  },
  { pattern: /\bPARTITION OF\b.*\bPARTITION BY\b/i, fault: 'nests partitions' },
  {
    pattern: /\bCREATE (OR REPLACE )?(FUNCTION|PROCEDURE|EXTENSION|RULE)\b/i,
    fault: 'makes code in the database',
  },
  {
    pattern:
      /\bDO UPDATE SET\b.*\b(now|random|gen_random_uuid|clock_timestamp|nextval|CURRENT_TIMESTAMP)\b/i,
    fault: 'sets a volatile value on conflict; take EXCLUDED',
  },
  {
    pattern: /^UPDATE\b.*\b(random|gen_random_uuid|clock_timestamp|nextval)\s*\(/i,
    fault: 'updates with a volatile value',
  },
  {
    pattern: /\bROLE\b|\b(GRANT|REVOKE)\b(?!.*"__tenant_role__")/i,
    fault: 'grants to a role by name; take "__tenant_role__"',
  },
];

/**
 * What a migration must not do.
 * @returns one line for each fault, beginning with its line in the file.
 */
export const faultsOfMigration = (area: 'platform' | 'tenant', sql: string): string[] => {
  const rules = area === 'tenant' ? [...anyMigration, ...tenantMigration] : anyMigration;
  return splitStatements(sql).flatMap(({ text, line }) => {
    const statement = withoutText(text).trim();
    return rules
      .filter(({ pattern }) => pattern.test(statement))
      .map(({ fault }) => `line ${line}: ${fault}`);
  });
};
