import { describe, expect, it } from '@jest/globals';
import type { Books, Promised } from './books.js';
import { faultsOf } from './reconcile.js';

const promised: Promised = {
  orders: [
    { clientOrderId: 'a', orderId: 'ord_a', status: 'FILLED' },
    { clientOrderId: 'b', orderId: 'ord_b', status: 'FILLED' },
    { clientOrderId: 'c', orderId: 'ord_c', status: 'ACCEPTED' },
  ],
  cancels: ['ord_c'],
  payments: [{ idempotencyKey: 'pay-1', paymentId: 'pay_1' }],
  trainings: ['job_1'],
  questions: { answered: 2, sent: 3 },
};

const order = (name: string, status = 'FILLED', filled = '0.01') => ({
  id: `ord_${name}`,
  clientOrderId: name,
  status,
  isSubmitted: true,
  filled,
});
const fill = (name: string, signedQuantity: string) => ({
  id: `fil_${name}`,
  orderId: `ord_${name}`,
  symbol: 'BTCUSDT',
  signedQuantity,
});
const told = (kind: string, body = '') => ({ kind, title: '', body });
const metered = (eventId: string, meter: string) => ({ eventId, meter, quantity: '1' });
const audited = (action: string, target: string) => ({ action, target });

const sound = (): Books => ({
  tenants: { status: 'ACTIVE', accounts: 1, subscriptions: 1 },
  orders: [order('a'), order('b'), order('c', 'CANCELED', '0')],
  fills: [fill('a', '0.01'), fill('b', '-0.01')],
  positions: [{ symbol: 'BTCUSDT', signedQuantity: '0' }],
  account: { balance: '99998', initial: '100000', profits: '-1.5', fees: '0.5' },
  seenFills: { analytics: ['fil_a', 'fil_b'], compliance: ['fil_b', 'fil_a'] },
  usage: [
    ...['1', '2', '3'].map((id) => metered(`evt_${id}`, 'orders')),
    ...['4', '5'].map((id) => metered(`evt_${id}`, 'ai_requests')),
  ],
  questionsCharged: 2,
  notifications: [
    told('order.filled', 'Order a was filled at 1.'),
    told('order.filled', 'Order b was filled at 1.'),
    told('payment.succeeded'),
    told('invoice.finalized'),
  ],
  webhooks: [
    { id: 'whd_1', orderId: 'ord_a' },
    // Delivered twice under one id, as the receiver has to expect.
    { id: 'whd_1', orderId: 'ord_a' },
    { id: 'whd_2', orderId: 'ord_b' },
  ],
  audit: [
    ...['a', 'b', 'c'].map((name) => audited('order.place', `ord_${name}`)),
    audited('invoice.finalize', 'inv_1'),
    audited('payment.settle', 'pay_1'),
  ],
  chain: { intact: true, verifiedThrough: 5 },
  trainings: [{ id: 'job_1', status: 'SUCCEEDED', versions: 1 }],
  invoices: [{ id: 'inv_1', number: 'A-1', status: 'PAID', totalMinor: '4900' }],
  payments: [
    {
      id: 'pay_1',
      invoiceId: 'inv_1',
      idempotencyKey: 'pay-1',
      status: 'SUCCEEDED',
      refundedMinor: '1000',
    },
  ],
  ledger: [
    { transactionId: 'led_1', amountMinor: '4900' },
    { transactionId: 'led_1', amountMinor: '-4900' },
  ],
  provider: { payments: { inv_1: '4900' }, refundedMinor: '1000' },
  left: { outbox: 0, failedJobs: 0 },
});

/** Every list of the books in which a loss or a repeat is a fault. */
const lists = {
  orders: ({ orders }) => orders,
  fills: ({ fills }) => fills,
  'fills that analytics knows': ({ seenFills }) => seenFills.analytics,
  'fills that compliance knows': ({ seenFills }) => seenFills.compliance,
  'metered events': ({ usage }) => usage,
  notifications: ({ notifications }) => notifications,
  'audit records': ({ audit }) => audit,
  payments: ({ payments }) => payments,
  'entries of the ledger': ({ ledger }) => ledger,
} satisfies Record<string, (books: Books) => unknown[]>;

describe('the reconciliation', () => {
  it('finds nothing in books that agree', () => {
    expect(faultsOf(promised, sound())).toEqual([]);
  });

  describe.each(Object.entries(lists))('of %s', (_what, listOf) => {
    const places = listOf(sound()).map((_, place) => place);

    it.each(places)('finds the loss of entry %i', (place) => {
      const books = sound();
      listOf(books).splice(place, 1);
      expect(faultsOf(promised, books)).not.toEqual([]);
    });

    it.each(places)('finds entry %i twice', (place) => {
      const books = sound();
      const list: unknown[] = listOf(books);
      list.push(list[place]);
      expect(faultsOf(promised, books)).not.toEqual([]);
    });
  });

  it.each<[string, (books: Books) => void, RegExp]>([
    ['an order that was said to be filled', (b) => (b.orders[0] = order('a', 'CANCELED')), /said/],
    [
      'an order under another id',
      (b) => (b.orders[0] = { ...order('a'), id: 'ord_x' }),
      /said to be/,
    ],
    [
      'a cancel that was undone',
      (b) => (b.orders[2] = order('c', 'ACCEPTED', '0')),
      /not cancelled/,
    ],
    [
      'a position beside its fills',
      (b) => (b.positions = [{ symbol: 'BTCUSDT', signedQuantity: '0.01' }]),
      /position/,
    ],
    ['a balance beside its fills', (b) => (b.account.balance = '99998.01'), /balance/],
    ['a webhook that never came', (b) => b.webhooks.pop(), /webhook of order ord_b/],
    [
      'a webhook twice under two ids',
      (b) => b.webhooks.push({ id: 'whd_3', orderId: 'ord_a' }),
      /webhook of order ord_a/,
    ],
    ['a broken chain', (b) => (b.chain.intact = false), /chain/],
    [
      'money that came without a record',
      (b) => (b.provider.payments = { inv_1: '9800' }),
      /provider/,
    ],
    ['a refund that was given twice', (b) => (b.provider.refundedMinor = '2000'), /given back/],
    [
      'an invoice that nobody paid',
      (b) => (b.invoices[0] = { id: 'inv_1', number: 'A-1', status: 'OPEN', totalMinor: '4900' }),
      /not paid/,
    ],
    [
      'one number for two invoices',
      (b) => b.invoices.push({ id: 'inv_2', number: 'A-1', status: 'PAID', totalMinor: '0' }),
      /one number/,
    ],
    ['an event that was not published', (b) => (b.left.outbox = 1), /outbox/],
    ['a job that was given up', (b) => (b.left.failedJobs = 1), /given up/],
    [
      'a training that never ends',
      (b) => (b.trainings = [{ id: 'job_1', status: 'RUNNING', versions: 0 }]),
      /RUNNING/,
    ],
    ['a training that is lost', (b) => (b.trainings = []), /lost/],
    ['a question that was charged and not metered', (b) => (b.questionsCharged = 3), /charged/],
    ['a second account', (b) => (b.tenants.accounts = 2), /accounts/],
  ])('finds %s', (_what, plant, sentence) => {
    const books = sound();
    plant(books);
    expect(faultsOf(promised, books)).toContainEqual(expect.stringMatching(sentence));
  });
});
