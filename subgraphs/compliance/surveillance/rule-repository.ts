import type { Prisma } from '../../../foundation/database/__generated__/tenant/client.js';
import type {
  TenantClient,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import { ruleKinds } from '../../../foundation/events/compliance-events.js';
import { toRule } from './rule-parameters.js';
import type { Rule, Rules } from './rule-parameters.js';

/** All rules as they stand for the tenant, its own settings before the defaults. */
export const findRules = async (db: TenantClient | TenantTransaction): Promise<Rule[]> => {
  const rows = await db.complianceRule.findMany();
  return ruleKinds.map((kind) => {
    const row = rows.find((candidate) => candidate.kind === kind);
    return toRule(kind, row?.enabled ?? true, row?.parameters ?? {});
  });
};

/** The same by kind. */
export const findRulesByKind = async (tx: TenantTransaction): Promise<Rules> =>
  Object.fromEntries((await findRules(tx)).map((rule) => [rule.kind, rule])) as Rules;

export const saveRule = async (
  tx: TenantTransaction,
  { kind, enabled, parameters }: Rule,
  updatedAt: Date,
): Promise<void> => {
  const data = { enabled, parameters: parameters as Prisma.InputJsonObject, updatedAt };
  await tx.complianceRule.upsert({ where: { kind }, create: { kind, ...data }, update: data });
};
