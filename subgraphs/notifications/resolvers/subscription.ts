import { requireTenant } from '../../../foundation/context/require-tenant.js';
import { keptStream } from '../../../foundation/messaging/kept-stream.js';
import { notificationsChannel } from '../inbox/notification.js';
import type { Notification } from '../inbox/notification.js';
import type { NotificationsContext } from './notifications-context.js';

export const subscriptionResolvers = {
  notificationReceived: {
    subscribe: (
      _source: unknown,
      _args: unknown,
      { broadcast, viewer, resumeAfter }: NotificationsContext,
    ) =>
      keptStream<Notification>(broadcast, notificationsChannel(requireTenant(viewer)), {
        eventsOf: (notification) => [notification as Notification],
        after: resumeAfter,
      }),
    resolve: (notification: Notification): Notification => notification,
  },
};

/** Live notifications have travelled as JSON. */
export const notificationResolvers = {
  createdAt: ({ createdAt }: { createdAt: Date | string }): Date => new Date(createdAt),
};
