import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { hasRedisServer } from '../../foundation/testing/redis-server.js';
import { serviceCatalogue } from '../../platform/service-catalogue.js';
import { fakeStripeKey, fakeWebhookSecret, FakeStripe } from '../fakes/fake-stripe.js';
import { deployPlatform } from '../support/deployed-platform.js';
import type { DeployedPlatform } from '../support/deployed-platform.js';
import { startWebhookReceiver } from '../support/webhook-receiver.js';
import type { Books } from './books.js';
import type { Customer } from './customer.js';
import { openCustomer } from './customer.js';
import { operations } from './operations.js';
import { PatientClient } from './patient-client.js';
import { readBooks } from './read-books.js';
import { faultsOf } from './reconcile.js';
import { Traffic } from './traffic.js';

const describeWithRedis = hasRedisServer() ? describe : describe.skip;

/** Consumers take over a dead one's partitions after five seconds; failed webhooks wait as long. */
const quietWithinMs = 120_000;

/**
 * It has found what it is for: with a relay that forgets events before it has published them, one order among sixty
 * lacked its notification, webhook, audit record, fills and metering. What else the reconciliation finds:
 * reconcile.test.ts.
 */
describeWithRedis('a platform whose every process is killed while its clients work', () => {
  const stripe = new FakeStripe();
  /** Ended in the opposite order, also when the start failed half-way. */
  const opened: (() => Promise<unknown>)[] = [];
  let receiver: Awaited<ReturnType<typeof startWebhookReceiver>>;
  let platform: DeployedPlatform;
  let client: PatientClient;
  let trader: Customer;
  let traffic: Traffic;

  beforeAll(async () => {
    const stripeUrl = await stripe.listen();
    opened.push(() => stripe.close());
    receiver = await startWebhookReceiver();
    opened.push(() => receiver.stop());
    platform = await deployPlatform({
      STRIPE_API_URL: stripeUrl,
      STRIPE_SECRET_KEY: fakeStripeKey,
      STRIPE_WEBHOOK_SECRET: fakeWebhookSecret,
      WEBHOOK_INTERNAL_ADDRESSES: 'allow',
    });
    opened.push(() => platform.close());
    client = new PatientClient(platform.urls.http);
    opened.push(() => client.close());
    trader = await openCustomer(client, 'trader');
    await client.call(operations.createWebhookEndpoint, {
      token: trader.token,
      variables: { input: { url: receiver.url, events: ['order.filled'] } },
    });
    traffic = new Traffic(client, trader);
    // Whoever is in the middle of something when its client closes learns that it is over.
    opened.splice(-1, 0, () => traffic.stop().catch(() => undefined));
    await traffic.start();
    await traffic.flows();
  }, 300_000);

  afterAll(async () => {
    for (const close of opened.reverse()) await close();
  });

  /** What does not add up once everything that is on its way has had its time. */
  const lastFaults = async (customer: Customer): Promise<string[]> => {
    const deadline = performance.now() + quietWithinMs;
    for (;;) {
      const faults = faultsOf(customer.promised, await booksOf(customer));
      if (faults.length === 0 || performance.now() > deadline) return faults;
      await delay(250);
    }
  };

  const booksOf = async (customer: Customer): Promise<Books> => {
    const { tenantId, token } = customer;
    const { auditLogVerification: chain } = await client.call<{
      auditLogVerification: Books['chain'];
    }>(operations.chain, { token });
    const webhooks = customer === trader ? receiver.received : [];
    return readBooks({ databaseUrl: platform.databaseUrl, tenantId, stripe, webhooks, chain });
  };

  it.each(serviceCatalogue.map(({ name }) => name))(
    'goes on after kill -9 of %s',
    async (name) => {
      await platform.kill(name);
      // Its clients meet the gap before it is back.
      await delay(300);
      await platform.start(name);
      await traffic.flows();
    },
    240_000,
  );

  it('has lost nothing that was acknowledged and done nothing twice', async () => {
    await traffic.stop();
    const [first] = traffic.customers;
    expect(first).toBeDefined();
    expect(trader.promised.orders.length).toBeGreaterThan(serviceCatalogue.length);
    const faults: Record<string, string[]> = {};
    for (const customer of [trader, ...traffic.customers])
      faults[customer.name] = await lastFaults(customer);
    expect(faults).toEqual(
      Object.fromEntries([trader, ...traffic.customers].map(({ name }) => [name, []])),
    );
  }, 400_000);
});
