import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'expect';
import { accepted, told } from '../answers.js';
import type { ContractClient } from '../contract-client.js';
import { eventually } from './step.js';
import type { Step } from './step.js';
import { bitcoin } from './trading.js';

type Line = { description: string; quantity: string };

/** Everything that an order may leave a trace in. */
type Traces = {
  usage: { meter: string; total: string }[];
  upcomingInvoice: { lines: Line[] };
  invoices: { nodes: { lines: Line[] }[] };
  auditLog: { nodes: { actor: { id: string; kind: string }; target: { id: string } }[] };
  auditLogVerification: { intact: boolean };
  notifications: { nodes: { kind: string; body: string }[] };
  orders: { nodes: { id: string; clientOrderId: string; events: { type: string }[] }[] };
  viewer: { user: { id: string } };
};

const tracesQuery = `query ($accountId: ID!) {
  usage(from: "2026-01-01T00:00:00.000Z", to: "2036-01-01T00:00:00.000Z", granularity: MONTH) { meter total }
  upcomingInvoice { lines { description quantity } }
  invoices(first: 100) { nodes { lines { description quantity } } }
  auditLog(first: 100, action: "order.place") { nodes { actor { id kind } target { id } } }
  auditLogVerification { intact }
  notifications(first: 100) { nodes { kind body } }
  orders(accountId: $accountId, first: 100) { nodes { id clientOrderId events { type } } }
  viewer { user { id } }
}`;

const readTraces = async (client: ContractClient): Promise<Traces> => {
  const { data, errors } = await client.ask(tracesQuery, { accountId: client.fact('accountId') });
  expect(errors).toEqual([]);
  return data as Traces;
};

const submittedIn = ({ orders }: Traces): number =>
  orders.nodes.filter(({ events }) => events.some(({ type }) => type === 'SUBMITTED')).length;

const totalOf = ({ usage }: Traces, meter: string): number =>
  Number(usage.find((each) => each.meter === meter)?.total ?? 0);

/** What all invoices and the preview bill together; the period may be cut into several. */
const billedIn = ({ upcomingInvoice, invoices }: Traces, title: string): number =>
  [upcomingInvoice, ...invoices.nodes]
    .flatMap(({ lines }) => lines)
    .filter(({ description }) => description.startsWith(title))
    .reduce((sum, { quantity }) => sum + Number(quantity), 0);

export const leaveTraces: Step = {
  title: 'show one order wherever it has left a trace, once',
  async walk({ client }) {
    const clientOrderId = 'traced';
    const placed = await client.send('PlaceOrder', bitcoin(clientOrderId, 'BUY'));
    expect(placed).toMatchObject(accepted('placeOrder', { order: { status: 'FILLED' } }));
    const { id } = told(placed).placeOrder.order;
    // The same again is the same order, and leaves no second trace.
    const again = await client.send('PlaceOrder', bitcoin(clientOrderId, 'BUY'));
    expect(told(again).placeOrder.order.id).toBe(id);

    await eventually(async () => {
      const traces = await readTraces(client);
      expect(traces.orders.nodes.filter((order) => order.clientOrderId === clientOrderId)).toEqual([
        expect.objectContaining({ id }),
      ]);
      expect(totalOf(traces, 'orders')).toBe(submittedIn(traces));
      expect(billedIn(traces, 'Orders')).toBe(submittedIn(traces));
      expect(traces.auditLog.nodes.filter(({ target }) => target.id === id)).toEqual([
        { actor: { id: traces.viewer.user.id, kind: 'USER' }, target: { id } },
      ]);
      expect(traces.auditLogVerification).toEqual({ intact: true });
      expect(
        traces.notifications.nodes.filter(({ body }) => body.includes(`Order ${clientOrderId} `)),
      ).toEqual([expect.objectContaining({ kind: 'order.filled' })]);
    });
    expect(await client.send('Usage')).toMatchObject({
      data: { usage: expect.any(Array), quotas: expect.any(Array) },
      errors: [],
    });
  },
};

type Money = { amount: string };
type MoneyTraces = {
  invoice: { total: Money; status: string; payments: { id: string }[] };
  auditLog: { nodes: { action: string; target: { id: string } }[] };
  notifications: { nodes: { kind: string; body: string }[] };
  trialBalance: { accounts: { balance: Money }[]; unbalancedTransactions: number };
};

const moneyQuery = `query ($invoiceId: ID!) {
  invoice(id: $invoiceId) { status total { amount } payments { id } }
  auditLog(first: 100) { nodes { action target { id } } }
  notifications(first: 100) { nodes { kind body } }
  trialBalance { unbalancedTransactions accounts { balance { amount } } }
}`;

export const followTheMoney: Step = {
  title: 'show the payment on the invoice, in the books, in the inbox and in the audit log, once',
  async walk({ client }) {
    const [invoiceId, paymentId] = [client.fact('invoiceId'), client.fact('paymentId')];
    await eventually(async () => {
      const { data, errors } = await client.ask(moneyQuery, { invoiceId });
      expect(errors).toEqual([]);
      const { invoice, auditLog, notifications, trialBalance } = data as MoneyTraces;
      expect(invoice).toMatchObject({ status: 'PAID', payments: [{ id: paymentId }] });
      const done = (target: string) =>
        auditLog.nodes
          .filter((record) => record.target.id === target)
          .map(({ action }) => action)
          .sort();
      expect(done(paymentId)).toEqual(['payment.request', 'payment.settle']);
      expect(done(invoiceId)).toEqual(['invoice.finalize', 'invoice.pay']);
      expect(notifications.nodes.filter(({ kind }) => kind === 'payment.succeeded')).toEqual([
        { kind: 'payment.succeeded', body: `${invoice.total.amount} USD received.` },
      ]);
      expect(trialBalance.unbalancedTransactions).toBe(0);
      const sides = trialBalance.accounts.map(({ balance }) => Number(balance.amount));
      expect(sides.reduce((sum, side) => sum + side, 0)).toBeCloseTo(0, 6);
      expect(sides.some((side) => side !== 0)).toBe(true);
    });
  },
};

/** Longer than the gateway keeps a sum to itself. */
const untoldMs = 2_500;

export const countCalls: Step = {
  title: 'count every call of the API once',
  async walk({ client }) {
    await eventually(async () => {
      await delay(untoldMs);
      const made = client.signedInCalls;
      expect(totalOf(await readTraces(client), 'api_calls')).toBe(made);
    });
  },
};
