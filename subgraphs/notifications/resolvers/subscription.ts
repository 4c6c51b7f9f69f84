import { requireTenant } from '../../../foundation/context/require-tenant.js';
import { liveStream } from '../../../foundation/messaging/live-stream.js';
import { notificationsChannel } from '../inbox/notification.js';
import type { Notification } from '../inbox/notification.js';
import type { NotificationsContext } from './notifications-context.js';

export const subscriptionResolvers = {
  notificationReceived: {
    subscribe: (_source: unknown, _args: unknown, { broadcast, viewer }: NotificationsContext) =>
      liveStream<Notification, Notification>(
        broadcast,
        notificationsChannel(requireTenant(viewer)),
        { eventsOf: (notification) => [notification] },
      ),
    resolve: (notification: Notification): Notification => notification,
  },
};

/** Live notifications have travelled as JSON. */
export const notificationResolvers = {
  createdAt: ({ createdAt }: { createdAt: Date | string }): Date => new Date(createdAt),
};
