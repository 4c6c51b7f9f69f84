import { z } from 'zod';
import { instantField } from './event-fields.js';

export const complianceAlertRaised = 'compliance.alert-raised';

export const ruleKinds = [
  'WASH_TRADE',
  'ORDER_RATE',
  'POSITION_LIMIT',
  'RESTRICTED_LIST',
  'AUDIT_INTEGRITY',
] as const;
export type RuleKind = (typeof ruleKinds)[number];

export const alertSeverities = ['LOW', 'MEDIUM', 'HIGH'] as const;
export type AlertSeverity = (typeof alertSeverities)[number];

/** A surveillance rule found something that a person should look at. */
export const complianceAlertSchema = z.object({
  alertId: z.string(),
  rule: z.enum(ruleKinds),
  severity: z.enum(alertSeverities),
  summary: z.string(),
  orderIds: z.array(z.string()),
  raisedAt: instantField,
});
export type ComplianceAlertRaised = z.infer<typeof complianceAlertSchema>;

/** Live channel of a tenant's alerts, as they are committed. */
export const complianceAlertsChannel = (tenantId: string): string =>
  `compliance.alerts.${tenantId}`;
