import type {
  TenantClient,
  TenantTransaction,
} from '../../../foundation/database/tenant-database.js';
import type { EndpointStatus, WebhookEndpoint } from './webhook-endpoint.js';

type Database = TenantClient | TenantTransaction;

export const addEndpoint = async (
  tx: TenantTransaction,
  endpoint: WebhookEndpoint,
  sealedSecret: string,
): Promise<void> => {
  await tx.webhookEndpoint.create({ data: { ...endpoint, sealedSecret } });
};

export const listEndpoints = async (db: Database): Promise<WebhookEndpoint[]> =>
  (await db.webhookEndpoint.findMany({ orderBy: { id: 'asc' } })).map(toEndpoint);

/** The enabled endpoints that asked for this kind of event. */
export const listReceivers = async (
  db: Database,
  eventType: string,
): Promise<WebhookEndpoint[]> => {
  const rows = await db.webhookEndpoint.findMany({
    where: { status: 'ENABLED', events: { has: eventType } },
    orderBy: { id: 'asc' },
  });
  return rows.map(toEndpoint);
};

export const findEndpoint = async (
  db: Database,
  id: string,
): Promise<(WebhookEndpoint & { sealedSecret: string }) | null> => {
  const row = await db.webhookEndpoint.findUnique({ where: { id } });
  return row && { ...toEndpoint(row), sealedSecret: row.sealedSecret };
};

export const disableEndpoint = async (
  tx: TenantTransaction,
  id: string,
  disabledReason: string,
): Promise<void> => {
  await tx.webhookEndpoint.updateMany({
    where: { id },
    data: { status: 'DISABLED', disabledReason },
  });
};

/** False when there is no such endpoint. */
export const removeEndpoint = async (tx: TenantTransaction, id: string): Promise<boolean> =>
  (await tx.webhookEndpoint.deleteMany({ where: { id } })).count === 1;

type Row = Awaited<ReturnType<TenantClient['webhookEndpoint']['findMany']>>[number];

const toEndpoint = (row: Row): WebhookEndpoint => ({
  id: row.id,
  url: row.url,
  events: row.events,
  status: row.status as EndpointStatus,
  disabledReason: row.disabledReason,
  createdAt: row.createdAt,
});
