import type { NotificationsContext } from './notifications-context.js';

type Page = { first: number; after?: string | null };
type Context = NotificationsContext;

export const queryResolvers = {
  notifications: (_source: unknown, { first, after }: Page, { inbox, viewer }: Context) =>
    inbox.list(viewer, { first, after: after ?? null }),

  notificationPreferences: (_source: unknown, _args: unknown, { preferences, viewer }: Context) =>
    preferences.list(viewer),

  webhookEndpoints: (_source: unknown, _args: unknown, { endpoints, viewer }: Context) =>
    endpoints.list(viewer),

  webhookDeliveries: (
    _source: unknown,
    { endpointId, first, after }: Page & { endpointId: string },
    { endpoints, viewer }: Context,
  ) => endpoints.deliveries(viewer, endpointId, { first, after: after ?? null }),
};
