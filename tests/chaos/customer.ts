import { setTimeout as delay } from 'node:timers/promises';
import type { Promised } from './books.js';
import { operations } from './operations.js';
import type { PatientClient } from './patient-client.js';

type UserError = { code: string; message: string };

/** A tenant, and what its clients were promised so far. */
export type Customer = { name: string; tenantId: string; token: string; promised: Promised };

const password = 'correct horse battery staple 9';
const lookAgainAfterMs = 100;

/** @throws when a command was refused, which none of these should be. */
const accepted = <TPayload extends { userErrors: UserError[] }>(payload: TPayload): TPayload => {
  if (payload.userErrors.length > 0) throw new Error(JSON.stringify(payload.userErrors));
  return payload;
};

type Session = { session: { accessToken: string } | null; userErrors: UserError[] };

/** Signs up; when an earlier attempt, whose answer was lost, has opened the tenant already, signs in. */
export const openCustomer = async (client: PatientClient, name: string): Promise<Customer> => {
  const email = `owner@${name}.example`;
  const { signUp } = await client.call<{ signUp: Session }>(operations.signUp, {
    variables: { input: { tenantName: name, email, password } },
  });
  const isTaken = signUp.userErrors.some(({ code }) => code === 'ALREADY_EXISTS');
  const { session } = isTaken ? await signIn(client, email) : accepted(signUp);
  const token = session?.accessToken ?? '';
  const { viewer } = await client.call<{ viewer: { tenant: { id: string } } }>(operations.viewer, {
    token,
  });
  const promised: Promised = {
    orders: [],
    cancels: [],
    payments: [],
    trainings: [],
    questions: { answered: 0, sent: 0 },
  };
  return { name, tenantId: viewer.tenant.id, token, promised };
};

const signIn = async (client: PatientClient, email: string): Promise<Session> => {
  const { signIn: payload } = await client.call<{ signIn: Session }>(operations.signIn, {
    variables: { input: { email, password } },
  });
  return accepted(payload);
};

export const firstAccountOf = async (
  client: PatientClient,
  { token }: Customer,
): Promise<string> => {
  const { accounts } = await client.call<{ accounts: { id: string }[] }>(operations.accounts, {
    token,
  });
  const [account] = accounts;
  if (!account) throw new Error('the tenant has no account');
  return account.id;
};

export type OrderInput = {
  accountId: string;
  clientOrderId: string;
  side: 'BUY' | 'SELL';
  type: 'MARKET' | 'LIMIT';
  limitPrice?: string;
};

/** The clientOrderId makes it safe to send again. */
export const placeOrder = async (
  client: PatientClient,
  { token, promised }: Customer,
  input: OrderInput,
): Promise<{ id: string; status: string }> => {
  type Placed = { order: { id: string; status: string }; userErrors: UserError[] };
  const { placeOrder: payload } = await client.call<{ placeOrder: Placed }>(operations.placeOrder, {
    token,
    variables: {
      input: {
        ...input,
        symbol: 'BTCUSDT',
        quantity: '0.01',
        timeInForce: input.type === 'LIMIT' ? 'GTC' : 'IOC',
      },
    },
  });
  const { order } = accepted(payload);
  const { clientOrderId } = input;
  promised.orders.push({ clientOrderId, orderId: order.id, status: order.status });
  return order;
};

export const cancelOrder = async (
  client: PatientClient,
  { token, promised }: Customer,
  orderId: string,
): Promise<void> => {
  const { cancelOrder: payload } = await client.call<{ cancelOrder: { userErrors: UserError[] } }>(
    operations.cancelOrder,
    { token, variables: { input: { orderId } } },
  );
  accepted(payload);
  promised.cancels.push(orderId);
};

export const askQuestion = async (
  client: PatientClient,
  { token, promised: { questions } }: Customer,
): Promise<void> => {
  const { generateCompletion } = await client.call<{
    generateCompletion: { userErrors: UserError[] };
  }>(operations.complete, {
    token,
    variables: { input: { prompt: 'Is BTCUSDT trending?', maxTokens: 50 } },
    onAttempt: () => questions.sent++,
  });
  accepted(generateCompletion);
  questions.answered++;
};

/** Trains a model and waits for its end, whichever it is. */
export const train = async (
  client: PatientClient,
  { token, promised }: Customer,
  name: string,
): Promise<void> => {
  type Trained = { job: { id: string }; userErrors: UserError[] };
  const what = { name, symbol: 'BTCUSDT', interval: 'M1', horizon: 4 };
  const { trainModel } = await client.call<{ trainModel: Trained }>(operations.trainModel, {
    token,
    variables: { input: { ...what, timeBudgetSeconds: 5, seed: 7 } },
  });
  const { id } = accepted(trainModel).job;
  promised.trainings.push(id);
  for (;;) {
    const { trainingJob } = await client.call<{ trainingJob: { status: string } }>(
      operations.trainingJob,
      { token, variables: { id } },
    );
    if (/SUCCEEDED|FAILED/.test(trainingJob.status)) return;
    await delay(lookAgainAfterMs);
  }
};

type Invoice = { id: string; status: string; total: { amount: string } | null };

/** Bills what the first period costs; sent again it must not bill it twice, so it looks first. */
const openInvoice = async (client: PatientClient, { token }: Customer): Promise<Invoice> => {
  for (;;) {
    const { invoices } = await client.call<{ invoices: { nodes: Invoice[] } }>(
      operations.invoices,
      {
        token,
      },
    );
    const owed = invoices.nodes.find(({ total }) => Number(total?.amount ?? 0) > 0);
    if (owed) return owed;
    // Refused until billing has heard of the tenant, and when an earlier attempt has billed after all.
    await client.call(operations.finalize, { token });
    await delay(lookAgainAfterMs);
  }
};

type Paid = { payment: { id: string; status: string } | null; userErrors: UserError[] };

/** Pays the invoice, with a new key only after a payment that has failed for good, and gives 10 dollars back. */
export const settleInvoice = async (client: PatientClient, customer: Customer): Promise<void> => {
  const { token, promised } = customer;
  const invoice = await openInvoice(client, customer);
  for (let attempt = 1; ; attempt++) {
    const idempotencyKey = `pay-${attempt}`;
    const input = { invoiceId: invoice.id, idempotencyKey, paymentMethodId: 'pm_card_visa' };
    const { payInvoice } = await client.call<{ payInvoice: Paid }>(operations.payInvoice, {
      token,
      variables: { input },
    });
    const paymentId = accepted(payInvoice).payment?.id ?? '';
    promised.payments.push({ idempotencyKey, paymentId });
    if ((await outcomeOf(client, customer, paymentId)) === 'FAILED') continue;
    const refund = { paymentId, amount: '10.00', idempotencyKey: 'refund-1', reason: 'requested' };
    const { refundPayment } = await client.call<{ refundPayment: { userErrors: UserError[] } }>(
      operations.refundPayment,
      { token, variables: { input: refund } },
    );
    accepted(refundPayment);
    return;
  }
};

const outcomeOf = async (
  client: PatientClient,
  { token }: Customer,
  id: string,
): Promise<'SUCCEEDED' | 'FAILED'> => {
  for (;;) {
    const { payment } = await client.call<{ payment: { status: string } }>(operations.payment, {
      token,
      variables: { id },
    });
    const { status } = payment;
    if (status === 'SUCCEEDED' || status === 'FAILED') return status;
    await delay(lookAgainAfterMs);
  }
};
