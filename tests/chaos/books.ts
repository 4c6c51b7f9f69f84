/** What the clients of one tenant were told, and may rely on from then on. */
export type Promised = {
  orders: { clientOrderId: string; orderId: string; status: string }[];
  cancels: string[];
  payments: { idempotencyKey: string; paymentId: string }[];
  trainings: string[];
  /** Questions to a model carry no key: one that was not answered may have been charged all the same. */
  questions: { answered: number; sent: number };
};

type Order = {
  id: string;
  clientOrderId: string;
  status: string;
  /** Whether it went to the venue, which is what is metered. */
  isSubmitted: boolean;
  filled: string;
};
type Fill = { id: string; orderId: string; symbol: string; signedQuantity: string };
type Payment = {
  id: string;
  invoiceId: string;
  idempotencyKey: string;
  status: string;
  refundedMinor: string;
};

/** Everything that the services keep about one tenant, when all is quiet. Amounts are exact decimals. */
export type Books = {
  tenants: { status: string; accounts: number; subscriptions: number };
  orders: Order[];
  fills: Fill[];
  positions: { symbol: string; signedQuantity: string }[];
  account: { balance: string; initial: string; profits: string; fees: string };
  /** Which fills the consumers of the engine's events have seen. */
  seenFills: Record<'analytics' | 'compliance', string[]>;
  usage: { eventId: string; meter: string; quantity: string }[];
  questionsCharged: number;
  notifications: { kind: string; title: string; body: string }[];
  /** The order of each message that reached the receiver; repeats carry the same id and count once. */
  webhooks: { id: string; orderId: string }[];
  audit: { action: string; target: string }[];
  chain: { intact: boolean; verifiedThrough: number };
  trainings: { id: string; status: string; versions: number }[];
  invoices: { id: string; number: string | null; status: string; totalMinor: string }[];
  payments: Payment[];
  ledger: { transactionId: string; amountMinor: string }[];
  /** What the payment provider says that it took and gave back. */
  provider: { payments: Record<string, string>; refundedMinor: string };
  /** Events that nobody has published yet, and jobs that were given up. */
  left: { outbox: number; failedJobs: number };
};
