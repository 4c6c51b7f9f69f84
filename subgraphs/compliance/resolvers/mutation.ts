import { answering } from '../../../foundation/errors/domain-error.js';
import type { RuleKind } from '../../../foundation/events/compliance-events.js';
import type { AlertStatus } from '../alerts/alert.js';
import type { ComplianceContext } from './compliance-context.js';

type RuleInput = { kind: RuleKind; enabled: boolean; parameters?: unknown };
type AlertInput = { alertId: string; status: AlertStatus };

export const mutationResolvers = {
  updateComplianceRule: (
    _source: unknown,
    { input }: { input: RuleInput },
    { rules, viewer, requestId }: ComplianceContext,
  ) =>
    answering({ rule: null }, async () => {
      const change = { ...input, parameters: input.parameters ?? {} };
      return { rule: await rules.update({ viewer, requestId }, change) };
    }),

  changeComplianceAlertStatus: (
    _source: unknown,
    { input }: { input: AlertInput },
    { alerts, viewer, requestId }: ComplianceContext,
  ) =>
    answering({ alert: null }, async () => ({
      alert: await alerts.changeStatus({ viewer, requestId }, input.alertId, input.status),
    })),
};
