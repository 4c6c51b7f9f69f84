import type {
  TenantDatabase,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import { memberInvitedType } from '../../../foundation/events/tenant-events.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import type { Broadcast } from '../../../foundation/messaging/broadcast.js';
import type { EventBus, Subscription } from '../../../foundation/messaging/event-bus.js';
import { handleOnce } from '../../../foundation/messaging/inbox.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { listPendingOf } from '../deliveries/delivery-repository.js';
import { inviteByMail } from '../invitations/invitation-mail.js';
import { notificationsChannel } from '../inbox/notification.js';
import type { Deliverer } from '../jobs/deliver.js';
import { isNotificationKind, notificationKindNames } from '../templates/notification-kinds.js';
import { notify } from './notify.js';
import type { Notified } from './notify.js';

/**
 * Tells the tenant what the other services tell us, each event once. An event that comes again has been written down
 * before, but whether its deliveries were asked for nobody knows: they are asked for again.
 */
export const subscribeToPlatform = (deps: {
  service: string;
  bus: EventBus;
  broadcast: Broadcast;
  tenantDb: TenantDatabase;
  deliverer: Deliverer;
  clock: Clock;
  ids: IdGenerator;
}): Promise<Subscription> =>
  deps.bus.subscribe({
    group: deps.service,
    types: [...notificationKindNames, memberInvitedType],
    async handler(event) {
      const { tenantId, type } = event;
      if (tenantId === null) return;
      const tell = (tx: TenantTransaction): Promise<Notified> =>
        isNotificationKind(type) ? notify(tx, { ...event, type }, deps) : invite(tx, event, deps);
      const { notification, deliveries } = await deps.tenantDb.transaction(
        tenantId,
        async (tx): Promise<Notified> =>
          (await handleOnce(tx, deps.service, event.id, deps.clock))
            ? tell(tx)
            : { notification: null, deliveries: await listPendingOf(tx, event.id) },
      );
      await deps.deliverer.schedule(tenantId, deliveries);
      if (notification) await deps.broadcast.append(notificationsChannel(tenantId), notification);
    },
  });

/** Who is invited is no member yet: there is a message to them, and nothing in the tenant's inbox. */
const invite = async (
  ...[tx, event, deps]: Parameters<typeof inviteByMail>
): Promise<Notified> => ({
  notification: null,
  deliveries: await inviteByMail(tx, event, deps),
});
