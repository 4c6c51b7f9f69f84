import { requireTenant } from '../../../foundation/context/require-tenant.js';
import type { Viewer } from '../../../foundation/context/viewer.js';
import type { TenantDatabase } from '../../../foundation/database/tenant-database.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import { auditEvent } from '../../../foundation/events/audit-events.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import { recordEvents } from '../../../foundation/messaging/outbox.js';
import type { OutboxRelay } from '../../../foundation/messaging/outbox-relay.js';
import type { Connection } from '../../../foundation/subgraph/connection.js';
import { decodeCursor, pageSize, toConnection } from '../../../foundation/subgraph/connection.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import { assertTransition } from './alert.js';
import type { Alert, AlertStatus } from './alert.js';
import { findAlert, listAlerts, saveAlertStatus } from './alert-repository.js';

export type AlertService = {
  list(viewer: Viewer, page: { first: number; after: string | null }): Promise<Connection<Alert>>;
  /** Acknowledges or closes an alert. */
  changeStatus(
    by: { viewer: Viewer; requestId: string },
    alertId: string,
    status: AlertStatus,
  ): Promise<Alert>;
};

export const createAlertService = (deps: {
  service: string;
  tenantDb: TenantDatabase;
  relay: OutboxRelay;
  clock: Clock;
  ids: IdGenerator;
}): AlertService => ({
  async list(viewer, { first, after }) {
    const page = { first: pageSize(first), after: decodeCursor(after) };
    const alerts = await deps.tenantDb.withTenant(requireTenant(viewer), async (db) =>
      listAlerts(db, page),
    );
    return toConnection(alerts, page, (alert) => alert.id);
  },

  async changeStatus(by, alertId, status) {
    const tenantId = requireTenant(by.viewer);
    const changed = await deps.tenantDb.transaction(tenantId, async (tx) => {
      const alert = await findAlert(tx, alertId);
      if (!alert)
        throw new DomainError('NOT_FOUND', 'There is no such alert.', ['input', 'alertId']);
      assertTransition(alert.status, status);
      if (!(await saveAlertStatus(tx, alert, status, nowOf(deps.clock))))
        throw new DomainError('CONFLICT', 'Somebody else has just changed this alert.');
      const change = {
        tenantId,
        action: 'compliance-alert.change-status',
        target: { type: 'ComplianceAlert', id: alertId },
        details: { from: alert.status, to: status },
      };
      await recordEvents(tx, deps.service, [auditEvent(deps, by, change)]);
      return { ...alert, status };
    });
    await deps.relay.kick(tenantId);
    return changed;
  },
});
