import { answering } from '../../../foundation/errors/domain-error.js';
import type { NotificationsContext } from './notifications-context.js';

type Input<TInput> = { input: TInput };
type Context = NotificationsContext;

export const mutationResolvers = {
  createWebhookEndpoint: (
    _source: unknown,
    { input }: Input<unknown>,
    { endpoints, viewer, requestId }: Context,
  ) =>
    answering({ endpoint: null, signingSecret: null }, () =>
      endpoints.create({ viewer, requestId }, input),
    ),

  deleteWebhookEndpoint: (
    _source: unknown,
    { input }: Input<{ endpointId: string }>,
    { endpoints, viewer, requestId }: Context,
  ) =>
    answering({ deletedEndpointId: null }, async () => {
      await endpoints.remove({ viewer, requestId }, input.endpointId);
      return { deletedEndpointId: input.endpointId };
    }),

  setNotificationPreferences: (
    _source: unknown,
    { input }: Input<unknown>,
    { preferences, viewer }: Context,
  ) =>
    answering({ preferences: null }, async () => ({
      preferences: await preferences.set(viewer, input),
    })),

  markNotificationsRead: (
    _source: unknown,
    { input }: Input<{ ids?: string[] | null }>,
    { inbox, viewer }: Context,
  ) =>
    answering({ unreadCount: null }, async () => ({
      unreadCount: await inbox.markRead(viewer, input.ids ?? null),
    })),
};
