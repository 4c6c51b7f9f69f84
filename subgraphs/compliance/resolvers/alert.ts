import type { Alert } from '../alerts/alert.js';
import { toRule } from '../surveillance/rule-parameters.js';
import { requireTenant } from '../../../foundation/context/require-tenant.js';
import { complianceAlertsChannel } from '../../../foundation/events/compliance-events.js';
import { keptStream } from '../../../foundation/messaging/kept-stream.js';
import type { Rule } from '../surveillance/rule-parameters.js';
import type { ComplianceContext } from './compliance-context.js';

export const alertResolvers = {
  async rule({ rule }: Alert, _args: unknown, { rules, viewer }: ComplianceContext): Promise<Rule> {
    const all = await rules.list(viewer);
    return all.find(({ kind }) => kind === rule) ?? toRule(rule, true, {});
  },
  orders: ({ orderIds }: Alert) => orderIds.map((id) => ({ __typename: 'Order', id })),
  /** Live alerts have travelled as JSON. */
  raisedAt: ({ raisedAt }: { raisedAt: Date | string }): Date => new Date(raisedAt),
};

export const ruleResolvers = {
  id: ({ kind }: Rule): string => kind,
};

export const subscriptionResolvers = {
  complianceAlertRaised: {
    subscribe: (
      _source: unknown,
      _args: unknown,
      { broadcast, viewer, resumeAfter }: ComplianceContext,
    ) =>
      keptStream<Alert>(broadcast, complianceAlertsChannel(requireTenant(viewer)), {
        eventsOf: (alert) => [alert as Alert],
        after: resumeAfter,
      }),
    resolve: (alert: Alert): Alert => alert,
  },
};
