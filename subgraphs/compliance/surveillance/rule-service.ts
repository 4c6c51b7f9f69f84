import type { Viewer } from '../../../foundation/context/viewer.js';
import { requireTenant } from '../../../foundation/context/require-tenant.js';
import type { TenantDatabase } from '../../../foundation/database/tenant-database.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import { checkInput } from '../../../foundation/errors/check-input.js';
import { auditEvent } from '../../../foundation/events/audit-events.js';
import type { RuleKind } from '../../../foundation/events/compliance-events.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import { recordEvents } from '../../../foundation/messaging/outbox.js';
import type { OutboxRelay } from '../../../foundation/messaging/outbox-relay.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import { ruleParameterSchemas, toRule } from './rule-parameters.js';
import type { Rule } from './rule-parameters.js';
import { findRules, saveRule } from './rule-repository.js';

export type RuleChange = { kind: RuleKind; enabled: boolean; parameters: unknown };

export type RuleService = {
  list(viewer: Viewer): Promise<Rule[]>;
  /** Replaces the tenant's setting of a rule. */
  update(by: { viewer: Viewer; requestId: string }, change: RuleChange): Promise<Rule>;
};

export const createRuleService = (deps: {
  service: string;
  tenantDb: TenantDatabase;
  relay: OutboxRelay;
  clock: Clock;
  ids: IdGenerator;
}): RuleService => ({
  list: (viewer) => deps.tenantDb.withTenant(requireTenant(viewer), async (db) => findRules(db)),

  async update(by, { kind, enabled, parameters }) {
    const tenantId = requireTenant(by.viewer);
    if (kind === 'AUDIT_INTEGRITY' && !enabled)
      throw new DomainError('INVALID_INPUT', 'AUDIT_INTEGRITY cannot be turned off.', [
        'input',
        'enabled',
      ]);
    const schema = ruleParameterSchemas[kind];
    const checked: unknown = checkInput(schema, parameters ?? {}, ['input', 'parameters']);
    const rule = toRule(kind, enabled, checked);
    await deps.tenantDb.transaction(tenantId, async (tx) => {
      await saveRule(tx, rule, nowOf(deps.clock));
      const change = {
        tenantId,
        action: 'compliance-rule.update',
        target: { type: 'ComplianceRule', id: kind },
        details: { enabled, parameters: rule.parameters },
      };
      await recordEvents(tx, deps.service, [auditEvent(deps, by, change)]);
    });
    await deps.relay.kick(tenantId);
    return rule;
  },
});
