import { z } from 'zod';
import { requireTenant } from '../../../foundation/context/require-tenant.js';
import type { Viewer } from '../../../foundation/context/viewer.js';
import type { TenantEnvelope } from '../../../foundation/crypto/tenant-envelope.js';
import type { TenantDatabase } from '../../../foundation/database/tenant-database.js';
import { checkInput } from '../../../foundation/errors/check-input.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import { auditEvent } from '../../../foundation/events/audit-events.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import { systemRandom } from '../../../foundation/ids/id-generator.js';
import { recordEvents } from '../../../foundation/messaging/outbox.js';
import type { OutboxRelay } from '../../../foundation/messaging/outbox-relay.js';
import type { Connection } from '../../../foundation/subgraph/connection.js';
import { decodeCursor, pageSize, toConnection } from '../../../foundation/subgraph/connection.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import type { Delivery } from '../deliveries/delivery.js';
import { listDeliveries } from '../deliveries/delivery-repository.js';
import { notificationKindNames } from '../templates/notification-kinds.js';
import { addEndpoint, findEndpoint, listEndpoints, removeEndpoint } from './endpoint-repository.js';
import { secretContext } from './webhook-endpoint.js';
import type { WebhookEndpoint } from './webhook-endpoint.js';
import { parseWebhookUrl } from './webhook-url.js';

type By = { viewer: Viewer; requestId: string };

export type EndpointService = {
  list(viewer: Viewer): Promise<WebhookEndpoint[]>;
  /** The secret is returned this once and kept sealed. */
  create(by: By, input: unknown): Promise<{ endpoint: WebhookEndpoint; signingSecret: string }>;
  /** What waits for it is not sent any more. */
  remove(by: By, endpointId: string): Promise<void>;
  deliveries(
    viewer: Viewer,
    endpointId: string,
    page: { first: number; after: string | null },
  ): Promise<Connection<Delivery>>;
};

type Deps = {
  service: string;
  tenantDb: TenantDatabase;
  relay: OutboxRelay;
  envelope: TenantEnvelope;
  allowInternal: boolean;
  clock: Clock;
  ids: IdGenerator;
};

const mostEndpoints = 20;
const secretBytes = 32;

const inputSchema = z.object({
  url: z.string(),
  events: z
    .array(z.enum(notificationKindNames, 'There is no such kind of event.'))
    .min(1, 'Name at least one kind of event.'),
});

const notFound = (): DomainError =>
  new DomainError('NOT_FOUND', 'There is no such endpoint.', ['input', 'endpointId']);

export const createEndpointService = (deps: Deps): EndpointService => ({
  list: (viewer) =>
    deps.tenantDb.withTenant(requireTenant(viewer), async (db) => listEndpoints(db)),

  create: (by, input) => createEndpoint(deps, by, input),

  async remove(by, endpointId) {
    const tenantId = requireTenant(by.viewer);
    await deps.tenantDb.transaction(tenantId, async (tx) => {
      if (!(await removeEndpoint(tx, endpointId))) throw notFound();
      const target = { type: 'WebhookEndpoint', id: endpointId };
      const change = { tenantId, action: 'webhook-endpoint.delete', target };
      await recordEvents(tx, deps.service, [auditEvent(deps, by, change)]);
    });
    await deps.relay.kick(tenantId);
  },

  async deliveries(viewer, endpointId, { first, after }) {
    const page = { first: pageSize(first), after: decodeCursor(after) };
    const deliveries = await deps.tenantDb.withTenant(requireTenant(viewer), async (db) => {
      if (!(await findEndpoint(db, endpointId))) throw notFound();
      return listDeliveries(db, endpointId, page);
    });
    return toConnection(deliveries, page, ({ id }) => id);
  },
});

const createEndpoint = async (deps: Deps, by: By, input: unknown) => {
  const tenantId = requireTenant(by.viewer);
  const { url, events } = checkInput(inputSchema, input);
  const endpoint: WebhookEndpoint = {
    id: deps.ids('webhookEndpoint'),
    url: parseWebhookUrl(url, deps.allowInternal),
    events: [...new Set(events)],
    status: 'ENABLED',
    disabledReason: null,
    createdAt: nowOf(deps.clock),
  };
  const signingSecret = `whsec_${Buffer.from(systemRandom(secretBytes)).toString('base64')}`;
  const sealed = await deps.envelope.seal(
    tenantId,
    Buffer.from(signingSecret),
    secretContext(endpoint.id),
  );
  await deps.tenantDb.transaction(tenantId, async (tx) => {
    if ((await listEndpoints(tx)).length >= mostEndpoints)
      throw new DomainError('QUOTA_EXCEEDED', `A tenant has at most ${mostEndpoints} endpoints.`);
    await addEndpoint(tx, endpoint, sealed);
    const change = {
      tenantId,
      action: 'webhook-endpoint.create',
      target: { type: 'WebhookEndpoint', id: endpoint.id },
      details: { url: endpoint.url, events: endpoint.events },
    };
    await recordEvents(tx, deps.service, [auditEvent(deps, by, change)]);
  });
  await deps.relay.kick(tenantId);
  return { endpoint, signingSecret };
};
