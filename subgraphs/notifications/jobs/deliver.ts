import type { TenantEnvelope } from '../../../foundation/crypto/tenant-envelope.js';
import type { TenantDatabase } from '../../../foundation/database/tenant-database.js';
import type { JobKind, JobQueue } from '../../../foundation/jobs/job-queue.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { nowOf } from '../../../foundation/time/clock.js';
import { afterAttempt } from '../deliveries/delivery.js';
import type { Delivery } from '../deliveries/delivery.js';
import { findDelivery, listPending, saveAttempt } from '../deliveries/delivery-repository.js';
import { isInvitation, mailInvitation } from '../invitations/invitation-mail.js';
import type { Mailer } from '../email/mailer.js';
import { disableEndpoint, findEndpoint } from '../webhooks/endpoint-repository.js';
import { secretContext } from '../webhooks/webhook-endpoint.js';
import type { SendOutcome, WebhookSender } from '../webhooks/webhook-sender.js';

type DeliverData = { tenantId: string; deliveryId: string };

const deliverKind: JobKind<DeliverData> = {
  name: 'notifications.deliver',
  retryLimit: 5,
  expireInSeconds: 60,
  // A receiver that is slow to answer must not hold up all the others.
  atOnce: 4,
};

type Deps = {
  tenantDb: TenantDatabase;
  isActive: (tenantId: string) => boolean;
  jobs: JobQueue;
  sender: WebhookSender;
  mailer: Mailer | null;
  envelope: TenantEnvelope;
  publicUrl: string;
  clock: Clock;
};

export type Deliverer = {
  /** Works on deliveries from now on. */
  start(): Promise<void>;
  /** Asks for an attempt at each delivery when its time has come. */
  schedule(tenantId: string, deliveries: readonly Delivery[]): Promise<void>;
  /** Schedules what a crash left undelivered. */
  sweep(tenantIds: readonly string[]): Promise<void>;
};

/**
 * Sends what waits to be delivered. A job only names a delivery: its row decides whether there is anything left to
 * do, so a job that runs twice sends again only when the first run did not learn how its attempt ended.
 */
export const createDeliverer = (deps: Deps): Deliverer => {
  const schedule: Deliverer['schedule'] = async (tenantId, deliveries) => {
    for (const { id, attempts, nextAttemptAt } of deliveries) {
      const waitMs = (nextAttemptAt?.getTime() ?? 0) - deps.clock.nowMs();
      const startAfterSeconds = Math.max(0, Math.ceil(waitMs / 1_000));
      await deps.jobs.enqueue(
        deliverKind,
        { tenantId, deliveryId: id },
        { key: `${id}:${attempts}`, startAfterSeconds },
      );
    }
  };

  const deliver = async ({ tenantId, deliveryId }: DeliverData): Promise<void> => {
    // Its row waits: when the tenant is active again, the sweep schedules it anew.
    if (!deps.isActive(tenantId)) return;
    const found = await deps.tenantDb.withTenant(tenantId, async (db) => {
      const delivery = await findDelivery(db, deliveryId);
      const endpoint = delivery && (await findEndpoint(db, delivery.receiver));
      return { delivery, endpoint };
    });
    const { delivery, endpoint } = found;
    if (delivery?.status !== 'PENDING') return;
    const outcome =
      delivery.channel === 'EMAIL'
        ? await mail(deps, delivery)
        : await post(deps, tenantId, endpoint, delivery);
    const after = afterAttempt(delivery, outcome, nowOf(deps.clock));
    await deps.tenantDb.transaction(tenantId, async (tx) => {
      const saved = await saveAttempt(tx, delivery, after);
      if (saved && after.status === 'FAILED' && endpoint)
        await disableEndpoint(tx, endpoint.id, after.lastError ?? 'it could not be reached');
    });
    if (after.status === 'PENDING') await schedule(tenantId, [after]);
  };

  return {
    start: () => deps.jobs.work(deliverKind, deliver),
    schedule,
    async sweep(tenantIds) {
      for (const tenantId of tenantIds) {
        const pending = await deps.tenantDb.withTenant(tenantId, async (db) => listPending(db));
        await schedule(tenantId, pending);
      }
    },
  };
};

type SealedEndpoint = NonNullable<Awaited<ReturnType<typeof findEndpoint>>>;

const post = async (
  { sender, envelope }: Deps,
  tenantId: string,
  endpoint: SealedEndpoint | null,
  delivery: Delivery,
): Promise<SendOutcome> => {
  if (endpoint?.status !== 'ENABLED')
    return { result: 'GONE', error: 'the endpoint was removed or disabled' };
  const sealed = endpoint.sealedSecret;
  const secret = String(await envelope.open(tenantId, sealed, secretContext(endpoint.id)));
  // The id is the receiver's idempotency key: it stays the same over all attempts.
  const message = {
    id: delivery.id,
    time: delivery.createdAt,
    body: JSON.stringify(delivery.body),
  };
  return sender.send(endpoint.url, secret, message);
};

const mail = async (deps: Deps, delivery: Delivery): Promise<SendOutcome> => {
  const { mailer } = deps;
  if (!mailer) return { result: 'GONE', error: 'this platform has no mail server (SMTP_URL)' };
  if (isInvitation(delivery)) return mailInvitation(deps, mailer, delivery);
  const { title, body } = delivery.body as { title: string; body: string };
  return mailer.send(delivery.receiver, { id: delivery.id, subject: title, text: body });
};
