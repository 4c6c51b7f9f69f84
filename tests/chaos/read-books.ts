import type pg from 'pg';
import { withConnection } from '../../foundation/database/connection.js';
import { tenantSchemaOf } from '../../foundation/database/tenant-schema.js';
import type { FakeStripe } from '../fakes/fake-stripe.js';
import type { ReceivedWebhook } from '../support/webhook-receiver.js';
import type { Books } from './books.js';

type Sources = {
  databaseUrl: string;
  tenantId: string;
  stripe: FakeStripe;
  webhooks: readonly ReceivedWebhook[];
  /** As the API tells it. */
  chain: Books['chain'];
};

type Rows = <TRow extends object>(sql: string) => Promise<TRow[]>;

/** Reads what every service keeps about a tenant, past all services, and what stands outside of them. */
export const readBooks = (sources: Sources): Promise<Books> =>
  withConnection(sources.databaseUrl, async (client) => {
    const { schema } = tenantSchemaOf(sources.tenantId);
    await client.query(`SET search_path TO "${schema}"`);
    // One moment for all of them.
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const rows: Rows = async (sql) => (await client.query(sql)).rows as never;
    return {
      ...(await readTrading(rows)),
      ...(await readTold(rows)),
      ...(await readMoney(rows)),
      ...(await readWork(rows)),
      tenants: await readTenant(client, sources.tenantId, rows),
      webhooks: webhooksOf(sources.webhooks),
      chain: sources.chain,
      provider: providerOf(sources.stripe, sources.tenantId),
    };
  });

const readTenant = async (
  client: pg.Client,
  tenantId: string,
  rows: Rows,
): Promise<Books['tenants']> => {
  const { rows: found } = await client.query<{ status: string }>(
    'SELECT status FROM platform.tenants WHERE id = $1',
    [tenantId],
  );
  const [counts] = await rows<{ accounts: number; subscriptions: number }>(
    `SELECT (SELECT count(*)::int FROM accounts) AS accounts,
            (SELECT count(*)::int FROM billing_subscriptions) AS subscriptions`,
  );
  return {
    status: found[0]?.status ?? 'gone',
    accounts: counts?.accounts ?? 0,
    subscriptions: counts?.subscriptions ?? 0,
  };
};

type Trading = Pick<Books, 'orders' | 'fills' | 'positions' | 'account' | 'seenFills'>;

const readTrading = async (rows: Rows): Promise<Trading> => {
  const idsIn = async (table: string): Promise<string[]> =>
    (await rows<{ id: string }>(`SELECT fill_id AS id FROM ${table}`)).map(({ id }) => id);
  const [account] = await rows<Books['account']>(
    `SELECT balance::text, initial_balance::text AS initial,
            (SELECT coalesce(sum(realized_pnl), 0) FROM fills)::text AS profits,
            (SELECT coalesce(sum(fee), 0) FROM fills)::text AS fees FROM accounts`,
  );
  return {
    orders: await rows(
      `SELECT id, client_order_id AS "clientOrderId", status, filled_quantity::text AS filled,
              EXISTS (SELECT FROM order_events e WHERE e.order_id = o.id AND e.type = 'SUBMITTED')
                AS "isSubmitted" FROM orders o`,
    ),
    fills: await rows(
      `SELECT id, order_id AS "orderId", symbol,
              (CASE side WHEN 'BUY' THEN quantity ELSE -quantity END)::text AS "signedQuantity" FROM fills`,
    ),
    positions: await rows(
      `SELECT symbol, signed_quantity::text AS "signedQuantity" FROM positions`,
    ),
    account: account ?? { balance: '0', initial: '0', profits: '0', fees: '0' },
    seenFills: {
      analytics: await idsIn('analytics_fills'),
      compliance: await idsIn('compliance_fills'),
    },
  };
};

type Told = Pick<Books, 'usage' | 'questionsCharged' | 'notifications' | 'audit'>;

const readTold = async (rows: Rows): Promise<Told> => {
  const [spend] = await rows<{ requests: number }>(
    'SELECT coalesce(sum(requests), 0)::int AS requests FROM ai_spend',
  );
  return {
    usage: await rows(
      'SELECT event_id AS "eventId", meter, quantity::text AS quantity FROM usage_records',
    ),
    questionsCharged: spend?.requests ?? 0,
    notifications: await rows('SELECT kind, title, body FROM notifications'),
    audit: await rows('SELECT action, target_id AS target FROM audit_records ORDER BY sequence'),
  };
};

type Money = Pick<Books, 'invoices' | 'payments' | 'ledger'>;

const readMoney = async (rows: Rows): Promise<Money> => ({
  invoices: await rows(
    `SELECT id, number, status, (total * 100)::bigint::text AS "totalMinor" FROM billing_invoices`,
  ),
  payments: await rows(
    `SELECT id, invoice_id AS "invoiceId", idempotency_key AS "idempotencyKey", status,
            refunded_minor::text AS "refundedMinor" FROM payments`,
  ),
  ledger: await rows(
    'SELECT transaction_id AS "transactionId", amount_minor::text AS "amountMinor" FROM ledger_entries',
  ),
});

type Work = Pick<Books, 'trainings' | 'left'>;

const readWork = async (rows: Rows): Promise<Work> => {
  const [left] = await rows<Books['left']>(
    `SELECT (SELECT count(*)::int FROM outbox_events)
              + (SELECT count(*)::int FROM platform.outbox_events) AS outbox,
            (SELECT count(*)::int FROM jobs.job WHERE state = 'failed') AS "failedJobs"`,
  );
  return {
    trainings: await rows(
      `SELECT id, status, (SELECT count(*)::int FROM model_versions v WHERE v.job_id = j.id) AS versions
       FROM training_jobs j`,
    ),
    left: left ?? { outbox: 0, failedJobs: 0 },
  };
};

const webhooksOf = (received: readonly ReceivedWebhook[]): Books['webhooks'] =>
  received.map(({ headers, body }) => {
    const { data } = JSON.parse(body) as { data: { orderId: string } };
    return { id: String(headers['webhook-id']), orderId: data.orderId };
  });

/** What came of every invoice of the tenant, and what went back. */
const providerOf = (stripe: FakeStripe, tenantId: string): Books['provider'] => {
  const mine = [...stripe.intents.values()].filter(
    ({ metadata }) => metadata['tenant_id'] === tenantId,
  );
  const payments: Record<string, string> = {};
  for (const { metadata, amount_received: received } of mine) {
    const invoiceId = metadata['invoice_id'] ?? '';
    payments[invoiceId] = String(Number(payments[invoiceId] ?? 0) + received);
  }
  const ids = new Set(mine.map(({ id }) => id));
  const refunded = [...stripe.refunds.values()].filter(({ payment_intent: intent }) =>
    ids.has(intent),
  );
  return {
    payments,
    refundedMinor: String(refunded.reduce((total, { amount }) => total + amount, 0)),
  };
};
