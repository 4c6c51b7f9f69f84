/** A side of a transaction: debits are positive, credits negative, in the currency's smallest unit. */
export type Entry = { account: string; amountMinor: bigint; currency: string };

export type JournalTransaction = {
  kind: 'PAYMENT' | 'REFUND';
  /** The payment or refund that moved the money; it is booked once. */
  reference: string;
  entries: readonly Entry[];
};

type Movement = { reference: string; provider: string; amountMinor: bigint; currency: string };

const revenue = 'revenue';
const cashAt = (provider: string): string => `cash:${provider}`;

/** @throws {RangeError} unless the entries sum to zero in every currency: no money comes from nowhere. */
export const balanced = (transaction: JournalTransaction): JournalTransaction => {
  const sums = new Map<string, bigint>();
  for (const { currency, amountMinor } of transaction.entries)
    sums.set(currency, (sums.get(currency) ?? 0n) + amountMinor);
  for (const [currency, sum] of sums)
    if (sum !== 0n)
      throw new RangeError(`${transaction.reference} is out of balance by ${sum} ${currency}`);
  return transaction;
};

/** Money has come: cash is debited, revenue credited. The books are kept on a cash basis. */
export const paymentReceived = (movement: Movement): JournalTransaction =>
  transfer('PAYMENT', movement, { debit: cashAt(movement.provider), credit: revenue });

/** Money was given back: the payment's entries, the other way round. */
export const paymentGivenBack = (movement: Movement): JournalTransaction =>
  transfer('REFUND', movement, { debit: revenue, credit: cashAt(movement.provider) });

const transfer = (
  kind: JournalTransaction['kind'],
  { reference, amountMinor, currency }: Movement,
  { debit, credit }: { debit: string; credit: string },
): JournalTransaction => {
  if (amountMinor <= 0n) throw new RangeError('a transfer moves a positive amount');
  return balanced({
    kind,
    reference,
    entries: [
      { account: debit, amountMinor, currency },
      { account: credit, amountMinor: -amountMinor, currency },
    ],
  });
};
