import type { TenantTransaction } from '../../../foundation/database/tenant-database.js';
import {
  complianceAlertRaised,
  type ComplianceAlertRaised,
} from '../../../foundation/events/compliance-events.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import { recordEvents } from '../../../foundation/messaging/outbox.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import type { Finding } from '../surveillance/finding.js';
import type { Alert } from './alert.js';
import { addAlert } from './alert-repository.js';

/** Keeps each new finding as an alert and records the event that tells of it. */
export const raiseAlerts = async (
  tx: TenantTransaction,
  findings: readonly Finding[],
  deps: { service: string; clock: Clock; ids: IdGenerator },
): Promise<Alert[]> => {
  const raised: Alert[] = [];
  for (const finding of findings) {
    const identity = { id: deps.ids('complianceAlert'), raisedAt: nowOf(deps.clock) };
    const alert = await addAlert(tx, identity, finding);
    if (alert) raised.push(alert);
  }
  await recordEvents(
    tx,
    deps.service,
    raised.map((alert) => ({
      id: deps.ids('event'),
      type: complianceAlertRaised,
      key: alert.id,
      occurredAt: alert.raisedAt.toISOString(),
      payload: toPayload(alert),
    })),
  );
  return raised;
};

const toPayload = (alert: Alert): ComplianceAlertRaised => ({
  alertId: alert.id,
  rule: alert.rule,
  severity: alert.severity,
  summary: alert.summary,
  orderIds: alert.orderIds,
  raisedAt: alert.raisedAt.toISOString(),
});
