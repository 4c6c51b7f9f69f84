import type {
  TenantDatabase,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import { auditRecorded, auditRecordSchema } from '../../../foundation/events/audit-events.js';
import { complianceAlertsChannel } from '../../../foundation/events/compliance-events.js';
import { fillRecordedSchema, fillRecordedType } from '../../../foundation/events/fill-events.js';
import { orderSnapshotSchema } from '../../../foundation/events/order-events.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import type { Broadcast } from '../../../foundation/messaging/broadcast.js';
import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import type { EventBus, Subscription } from '../../../foundation/messaging/event-bus.js';
import { handleOnce } from '../../../foundation/messaging/inbox.js';
import type { OutboxRelay } from '../../../foundation/messaging/outbox-relay.js';
import type { Clock } from '../../../foundation/time/clock.js';
import type { Alert } from '../alerts/alert.js';
import { raiseAlerts } from '../alerts/raise-alerts.js';
import type { AuditLog } from '../audit/audit-log.js';
import { watchFill, watchOrder } from '../surveillance/surveillance.js';

const orderSubmitted = 'order.submitted';

type Deps = {
  service: string;
  auditLog: AuditLog;
  bus: EventBus;
  broadcast: Broadcast;
  tenantDb: TenantDatabase;
  relay: OutboxRelay;
  clock: Clock;
  ids: IdGenerator;
};

type Apply = (tx: TenantTransaction, event: DomainEvent, deps: Deps) => Promise<Alert[]>;

/** A payload that breaks its schema is a fault of the sender; throwing keeps the event in its outbox. */
const handlers: Readonly<Record<string, Apply>> = {
  async [auditRecorded](tx, event, { auditLog }) {
    const record = auditRecordSchema.parse(event.payload);
    await auditLog.append(tx, event.tenantId ?? '', { id: event.id, record });
    return [];
  },
  async [orderSubmitted](tx, event, deps) {
    const findings = await watchOrder(tx, orderSnapshotSchema.parse(event.payload));
    return raiseAlerts(tx, findings, deps);
  },
  async [fillRecordedType](tx, event, deps) {
    const findings = await watchFill(tx, fillRecordedSchema.parse(event.payload));
    return raiseAlerts(tx, findings, deps);
  },
};

/** Chains what is audited and watches what is traded, each event once. */
export const subscribeToPlatform = (deps: Deps): Promise<Subscription> =>
  deps.bus.subscribe({
    group: deps.service,
    types: Object.keys(handlers),
    async handler(event) {
      const { tenantId } = event;
      const apply = handlers[event.type];
      if (!apply || tenantId === null) return;
      const alerts = await deps.tenantDb.transaction(tenantId, async (tx) =>
        (await handleOnce(tx, deps.service, event.id, deps.clock)) ? apply(tx, event, deps) : [],
      );
      for (const alert of alerts)
        await deps.broadcast.append(complianceAlertsChannel(tenantId), alert);
      // Not awaited: a consumer of the alert must not hold back the event that raised it.
      void deps.relay.kick(tenantId);
    },
  });
