import { requireTenant } from '../../../foundation/context/require-tenant.js';
import type { Connection } from '../../../foundation/subgraph/connection.js';
import type { Alert } from '../alerts/alert.js';
import type { ChainedRecord } from '../audit/audit-chain.js';
import type { AuditVerification } from '../audit/verify-chain.js';
import type { Rule } from '../surveillance/rule-parameters.js';
import type { ComplianceContext } from './compliance-context.js';

type Page = { first: number; after?: string | null };

export const queryResolvers = {
  auditLog: (
    _source: unknown,
    { first, after, action }: Page & { action?: string | null },
    { auditLog, viewer }: ComplianceContext,
  ): Promise<Connection<ChainedRecord>> =>
    auditLog.list(requireTenant(viewer), { first, after: after ?? null, action: action ?? null }),

  auditLogVerification: (
    _source: unknown,
    _args: unknown,
    { auditLog, viewer }: ComplianceContext,
  ): Promise<AuditVerification> => auditLog.verify(requireTenant(viewer)),

  complianceRules: (
    _source: unknown,
    _args: unknown,
    { rules, viewer }: ComplianceContext,
  ): Promise<Rule[]> => rules.list(viewer),

  complianceAlerts: (
    _source: unknown,
    { first, after }: Page,
    { alerts, viewer }: ComplianceContext,
  ): Promise<Connection<Alert>> => alerts.list(viewer, { first, after: after ?? null }),
};
