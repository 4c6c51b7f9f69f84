import type { TenantTransaction } from '../../../foundation/database/tenant-database.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import type { Delivery } from '../deliveries/delivery.js';
import { newDelivery } from '../deliveries/delivery.js';
import { addDelivery } from '../deliveries/delivery-repository.js';
import { addNotification } from '../inbox/inbox-repository.js';
import type { Notification } from '../inbox/notification.js';
import { effectiveChannels } from '../preferences/effective-channels.js';
import { findChoices, findEmail } from '../preferences/preference-repository.js';
import { notificationKinds } from '../templates/notification-kinds.js';
import type { Message, NotificationKindName } from '../templates/notification-kinds.js';
import { listReceivers } from '../webhooks/endpoint-repository.js';

type Deps = { clock: Clock; ids: IdGenerator };

/** What one event came to: an entry of the inbox, and messages that wait to be delivered. */
export type Notified = { notification: Notification | null; deliveries: Delivery[] };

/** Puts what the event means to the tenant into its inbox and its deliveries, in one transaction. */
export const notify = async (
  tx: TenantTransaction,
  event: DomainEvent & { type: NotificationKindName },
  deps: Deps,
): Promise<Notified> => {
  const message = notificationKinds[event.type].render(event.payload);
  const wanted = effectiveChannels(await findChoices(tx), event.type);
  const deliveries: Delivery[] = [];
  if (wanted.includes('WEBHOOK'))
    for (const endpoint of await listReceivers(tx, event.type))
      deliveries.push(
        newDelivery(event, deps, {
          channel: 'WEBHOOK',
          receiver: endpoint.id,
          body: { type: event.type, timestamp: event.occurredAt, data: event.payload },
        }),
      );
  const email = wanted.includes('EMAIL') ? await findEmail(tx) : null;
  if (email !== null)
    deliveries.push(
      newDelivery(event, deps, {
        channel: 'EMAIL',
        receiver: email,
        body: { title: message.title, body: message.body },
      }),
    );
  const added: Delivery[] = [];
  for (const delivery of deliveries) if (await addDelivery(tx, delivery)) added.push(delivery);
  const notification = wanted.includes('IN_APP') ? toNotification(event, message, deps) : null;
  const isNew = notification && (await addNotification(tx, event.id, notification));
  return { notification: isNew ? notification : null, deliveries: added };
};

const toNotification = (
  event: DomainEvent,
  message: Message,
  { clock, ids }: Deps,
): Notification => ({
  id: ids('notification'),
  kind: event.type,
  ...message,
  createdAt: nowOf(clock),
  readAt: null,
});
