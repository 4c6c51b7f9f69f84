import { tenantEnvelopeFrom } from '../../foundation/crypto/encryption-key-settings.js';
import { listTenants } from '../../foundation/database/list-tenants.js';
import type { JobQueue } from '../../foundation/jobs/job-queue.js';
import { createOutboxRelay } from '../../foundation/messaging/outbox-relay.js';
import { scalarResolvers } from '../../foundation/subgraph/scalars.js';
import type { Service, ServiceDeps } from '../../foundation/subgraph/service.js';
import { createSubgraphService } from '../../foundation/subgraph/subgraph-service.js';
import { createMailer } from './email/mailer.js';
import { subscribeToPlatform } from './events/subscribe-to-platform.js';
import { createInboxService } from './inbox/inbox-service.js';
import { followTenantStandings } from '../../foundation/tenancy/tenant-standings.js';
import { createDeliverer } from './jobs/deliver.js';
import { createPreferenceService } from './preferences/preference-service.js';
import { mutationResolvers } from './resolvers/mutation.js';
import { createNotificationsContext } from './resolvers/notifications-context.js';
import type { NotificationsServices } from './resolvers/notifications-context.js';
import { queryResolvers } from './resolvers/query.js';
import { notificationResolvers, subscriptionResolvers } from './resolvers/subscription.js';
import type { NotificationsSettings } from './settings.js';
import { createEndpointService } from './webhooks/endpoint-service.js';
import { createWebhookSender } from './webhooks/webhook-sender.js';

const serviceName = 'notification-service';

type Options = { settings: NotificationsSettings; jobs: JobQueue };

/** Tells each tenant what concerns it: in its inbox, by e-mail, by signed webhooks. */
export const createNotifications = async (
  deps: ServiceDeps,
  { settings, jobs }: Options,
): Promise<Service> => {
  const { SMTP_URL: url, SMTP_FROM: from } = settings;
  const allowInternal = settings.WEBHOOK_INTERNAL_ADDRESSES === 'allow';
  const mailer = url === undefined ? null : createMailer({ url, from });
  const sender = createWebhookSender({ allowInternal });
  const relay = createOutboxRelay({ ...deps, service: serviceName });
  const own = {
    ...deps,
    service: serviceName,
    relay,
    envelope: tenantEnvelopeFrom(settings, deps),
    jobs,
  };
  const deliverer = createDeliverer({
    ...{ ...own, isActive: (tenantId) => standings.isActive(tenantId), sender, mailer },
    publicUrl: settings.PUBLIC_URL,
  });
  const standings = await followTenantStandings(deps, {
    group: serviceName,
    async settle({ tenantId, standing }) {
      if (standing === 'ACTIVE') await deliverer.sweep([tenantId]);
    },
  });
  const subscription = await subscribeToPlatform({ ...own, deliverer });
  await deliverer.start();
  const tenantIds = await listTenants(deps.platformDb);
  await deliverer.sweep(tenantIds);
  void relay.sweep(tenantIds);

  return host(deps, {
    services: {
      inbox: createInboxService(deps),
      preferences: createPreferenceService({ ...deps, canMail: mailer !== null }),
      endpoints: createEndpointService({ ...own, allowInternal }),
      broadcast: deps.broadcast,
    },
    async onClose() {
      await subscription.close();
      await standings.close();
      await relay.close();
      await sender.close();
      mailer?.close();
    },
  });
};

const host = (
  deps: ServiceDeps,
  { services, onClose }: { services: NotificationsServices; onClose: () => Promise<void> },
): Service =>
  createSubgraphService({
    subgraph: 'notifications',
    serviceName,
    schemaUrl: new URL('./schema.graphql', import.meta.url),
    resolvers: {
      DateTime: scalarResolvers.DateTime,
      Query: queryResolvers,
      Mutation: mutationResolvers,
      Subscription: subscriptionResolvers,
      Notification: notificationResolvers,
    },
    createContext: (identity) => createNotificationsContext(identity, services),
    deps,
    healthChecks: [
      {
        name: 'database',
        async check() {
          await deps.platformDb.client.$queryRaw`SELECT 1`;
        },
      },
    ],
    onClose,
  });
