import { Decimal } from '../../foundation/money/decimal.js';
import type { Books, Promised } from './books.js';

const sum = (amounts: readonly string[]): Decimal =>
  amounts.reduce((total, amount) => total.plus(amount), new Decimal(0));

const equal = (one: string | Decimal, other: string | Decimal): boolean =>
  new Decimal(one).equals(other);

/** A fault for each of `wanted` that is there `counted(item)` times, and not once. */
const onceEach = <TItem>(
  what: string,
  wanted: readonly TItem[],
  { name, count }: { name: (item: TItem) => string; count: (item: TItem) => number },
): string[] =>
  wanted
    .filter((item) => count(item) !== 1)
    .map((item) => `${what} ${name(item)} is there ${count(item)} times`);

const keyed = (keys: readonly string[]): ((key: string) => number) => {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return (key) => counts.get(key) ?? 0;
};

/**
 * Compares what clients were promised with what all services keep, and these with each other: a sentence for whatever
 * is lost, doubled or does not add up.
 */
export const faultsOf = (promised: Promised, books: Books): string[] => [
  ...ordersOf(promised, books),
  ...positionsOf(books),
  ...tracesOf(books),
  ...usageOf(promised, books),
  ...moneyOf(promised, books),
  ...workOf(promised, books),
];

const ordersOf = (promised: Promised, { orders, tenants }: Books): string[] => {
  const byClient = keyed(orders.map(({ clientOrderId }) => clientOrderId));
  const final = new Map(orders.map((order) => [order.clientOrderId, order]));
  const moved = promised.orders.filter(({ clientOrderId, orderId, status }) => {
    const order = final.get(clientOrderId);
    return order && (order.id !== orderId || (status === 'FILLED' && order.status !== 'FILLED'));
  });
  const cancelled = new Set(
    orders.filter(({ status }) => status === 'CANCELED').map(({ id }) => id),
  );
  return [
    ...onceEach('the acknowledged order', promised.orders, {
      name: ({ clientOrderId }) => clientOrderId,
      count: ({ clientOrderId }) => byClient(clientOrderId),
    }),
    ...moved.map(({ clientOrderId }) => `the order ${clientOrderId} is not what it was said to be`),
    ...promised.cancels
      .filter((id) => !cancelled.has(id))
      .map((id) => `the cancelled order ${id} is not cancelled`),
    ...(tenants.status === 'ACTIVE' ? [] : [`the tenant is ${tenants.status}`]),
    ...(tenants.accounts === 1 ? [] : [`the tenant has ${tenants.accounts} accounts`]),
    ...(tenants.subscriptions === 1
      ? []
      : [`the tenant has ${tenants.subscriptions} subscriptions`]),
  ];
};

const positionsOf = ({ orders, fills, positions, account }: Books): string[] => {
  const faults: string[] = [];
  const symbols = new Set([...fills, ...positions].map(({ symbol }) => symbol));
  for (const symbol of symbols) {
    const of = (rows: readonly { symbol: string; signedQuantity: string }[]): Decimal =>
      sum(rows.filter((row) => row.symbol === symbol).map(({ signedQuantity }) => signedQuantity));
    if (!equal(of(fills), of(positions)))
      faults.push(
        `the fills of ${symbol} come to ${of(fills).toString()}, its position is ${of(positions).toString()}`,
      );
  }
  for (const { id, filled } of orders) {
    const executed = fills.filter(({ orderId }) => orderId === id);
    if (!equal(sum(executed.map(({ signedQuantity }) => signedQuantity)).abs(), filled))
      faults.push(`the fills of order ${id} do not come to ${filled}`);
  }
  const { balance, initial, profits, fees } = account;
  if (!equal(balance, new Decimal(initial).plus(profits).minus(fees)))
    faults.push('the balance is not what the fills have made of it');
  return faults;
};

/** Everything that happened is told once wherever it is to be told. */
const tracesOf = (books: Books): string[] => {
  const filled = books.orders.filter(({ status }) => status === 'FILLED');
  const texts = (kind: string) =>
    books.notifications.filter((each) => each.kind === kind).map(({ body }) => body);
  const told = texts('order.filled');
  const delivered = new Map(books.webhooks.map(({ id, orderId }) => [id, orderId]));
  const webhooks = keyed([...delivered.values()]);
  const audited = keyed(books.audit.map(({ action, target }) => `${action} ${target}`));
  const fillIds = books.fills.map(({ id }) => id);
  const byId = { name: ({ id }: { id: string }) => id };
  return [
    ...onceEach('the notification of order', filled, {
      ...byId,
      count: ({ clientOrderId }) =>
        told.filter((body) => body.startsWith(`Order ${clientOrderId} `)).length,
    }),
    ...(told.length === filled.length
      ? []
      : [`${told.length} notifications tell of ${filled.length} filled orders`]),
    ...onceEach('the webhook of order', filled, { ...byId, count: ({ id }) => webhooks(id) }),
    ...onceEach('the audit record of order', books.orders, {
      ...byId,
      count: ({ id }) => audited(`order.place ${id}`),
    }),
    ...Object.entries(books.seenFills).flatMap(([consumer, seen]) => [
      ...onceEach(`in ${consumer} the fill`, fillIds, { name: String, count: keyed(seen) }),
      ...(seen.length === fillIds.length ? [] : [`${consumer} knows ${seen.length} fills`]),
    ]),
    ...(books.chain.intact ? [] : ['the audit chain is broken']),
    ...(books.chain.verifiedThrough === books.audit.length
      ? []
      : [`the audit chain ends at ${books.chain.verifiedThrough} of ${books.audit.length}`]),
    ...(books.left.outbox === 0 ? [] : [`${books.left.outbox} events wait in an outbox`]),
  ];
};

const usageOf = ({ questions }: Promised, books: Books): string[] => {
  const total = (meter: string): Decimal =>
    sum(books.usage.filter((each) => each.meter === meter).map(({ quantity }) => quantity));
  const submitted = books.orders.filter(({ isSubmitted }) => isSubmitted).length;
  const asked = total('ai_requests');
  return [
    ...(equal(total('orders'), String(submitted))
      ? []
      : [`${total('orders').toString()} orders are metered, ${submitted} were submitted`]),
    ...(equal(asked, String(books.questionsCharged))
      ? []
      : [`${asked.toString()} questions are metered, ${books.questionsCharged} were charged`]),
    ...(asked.gte(questions.answered) && asked.lte(questions.sent)
      ? []
      : [
          `${asked.toString()} questions are metered; ${questions.answered} were answered of ${questions.sent}`,
        ]),
  ];
};

const moneyOf = (promised: Promised, books: Books): string[] => {
  const { invoices, payments, ledger, provider } = books;
  const succeeded = payments.filter(({ status }) => status === 'SUCCEEDED');
  const byInvoice = keyed(succeeded.map(({ invoiceId }) => invoiceId));
  const byKey = keyed(payments.map(({ idempotencyKey, id }) => `${idempotencyKey} ${id}`));
  const audited = keyed(books.audit.map(({ action, target }) => `${action} ${target}`));
  const owed = invoices.filter(({ totalMinor }) => totalMinor !== '0');
  const numbers = invoices.map(({ number }) => number);
  const transactions = new Map<string, Decimal>();
  for (const { transactionId, amountMinor } of ledger)
    transactions.set(
      transactionId,
      (transactions.get(transactionId) ?? new Decimal(0)).plus(amountMinor),
    );
  const byId = { name: ({ id }: { id: string }) => id };
  return [
    ...onceEach('the acknowledged payment', promised.payments, {
      name: ({ idempotencyKey }) => idempotencyKey,
      count: ({ idempotencyKey, paymentId }) => byKey(`${idempotencyKey} ${paymentId}`),
    }),
    ...onceEach('the payment of invoice', owed, { ...byId, count: ({ id }) => byInvoice(id) }),
    ...owed.filter(({ status }) => status !== 'PAID').map(({ id }) => `invoice ${id} is not paid`),
    ...owed
      .filter(({ id, totalMinor }) => (provider.payments[id] ?? '0') !== totalMinor)
      .map(
        ({ id, totalMinor }) => `the provider did not take ${totalMinor} for invoice ${id} once`,
      ),
    ...(new Set(numbers).size === numbers.length ? [] : ['two invoices have one number']),
    ...(equal(sum(payments.map(({ refundedMinor }) => refundedMinor)), provider.refundedMinor)
      ? []
      : ['what was given back is not what the provider gave back']),
    ...[...transactions]
      .filter(([, total]) => !total.isZero())
      .map(([id]) => `the ledger transaction ${id} does not sum to zero`),
    ...onceEach('the audit record of invoice', invoices, {
      ...byId,
      count: ({ id }) => audited(`invoice.finalize ${id}`),
    }),
    ...onceEach('the audit record of payment', payments, {
      ...byId,
      count: ({ id }) => audited(`payment.settle ${id}`),
    }),
    ...countOf(books, 'payment.succeeded', succeeded.length),
    ...countOf(books, 'invoice.finalized', invoices.length),
  ];
};

const countOf = ({ notifications }: Books, kind: string, wanted: number): string[] => {
  const found = notifications.filter((each) => each.kind === kind).length;
  return found === wanted ? [] : [`${found} notifications of ${kind} tell of ${wanted}`];
};

const workOf = (promised: Promised, { trainings, left }: Books): string[] => {
  const byId = new Map(trainings.map((training) => [training.id, training]));
  return [
    ...promised.trainings
      .filter((id) => !byId.has(id))
      .map((id) => `the acknowledged training ${id} is lost`),
    ...trainings
      .filter(({ status, versions }) => status !== 'SUCCEEDED' || versions !== 1)
      .map(({ id, status, versions }) => `training ${id} is ${status} with ${versions} versions`),
    ...(left.failedJobs === 0 ? [] : [`${left.failedJobs} background jobs were given up`]),
  ];
};
