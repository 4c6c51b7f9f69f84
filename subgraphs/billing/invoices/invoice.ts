import { DomainError } from '../../../foundation/errors/domain-error.js';
import type { Decimal } from '../../../foundation/money/decimal.js';
import type { BillingPeriod } from '../subscriptions/billing-period.js';

export const invoiceStatuses = ['DRAFT', 'OPEN', 'PAID', 'VOID'] as const;
export type InvoiceStatus = (typeof invoiceStatuses)[number];

/** A draft has neither number nor total: both are given when it is finalized, and never change after. */
export type Invoice = {
  id: string;
  status: InvoiceStatus;
  number: string | null;
  currency: string;
  total: Decimal | null;
  period: BillingPeriod;
  /** What was used before this instant is billed. */
  billedThrough: Date;
  createdAt: Date;
  issuedAt: Date | null;
  dueAt: Date | null;
  voidReason: string | null;
};

/** What a finalized invoice has that a draft has not. */
export type IssuedInvoice = Invoice & {
  number: string;
  total: Decimal;
  issuedAt: Date;
  dueAt: Date;
};

/** An invoice before it is finalized: it bills the period until `billedThrough`. */
export const draftInvoice = (
  draft: Pick<Invoice, 'id' | 'currency' | 'period' | 'billedThrough' | 'createdAt'>,
): Invoice => ({
  ...draft,
  status: 'DRAFT',
  number: null,
  total: null,
  issuedAt: null,
  dueAt: null,
  voidReason: null,
});

/** Narrows an invoice that has been finalized. */
export const isIssued = (invoice: Invoice): invoice is IssuedInvoice => invoice.status !== 'DRAFT';

export type InvoiceAction = 'finalize' | 'pay' | 'void';

/** Where each action leads; what is not named is not possible. PAID and VOID are final. */
const transitions: Readonly<
  Record<InvoiceStatus, Readonly<Partial<Record<InvoiceAction, InvoiceStatus>>>>
> = {
  DRAFT: { finalize: 'OPEN' },
  OPEN: { pay: 'PAID', void: 'VOID' },
  PAID: {},
  VOID: {},
};

/** @throws {DomainError} INVALID_STATE when the action is not possible from `status`. */
export const transition = (status: InvoiceStatus, action: InvoiceAction): InvoiceStatus => {
  const next = transitions[status][action];
  if (!next)
    throw new DomainError('INVALID_STATE', `An invoice that is ${status} cannot ${action}.`, [
      'input',
      'invoiceId',
    ]);
  return next;
};

/** What the tenant's books know an invoice by, such as INV-000042. */
export const invoiceNumber = (ordinal: number): string => `INV-${String(ordinal).padStart(6, '0')}`;

const dayMs = 86_400_000;

/** An invoice that asks for nothing is paid as soon as it is finalized. */
export const issue = (
  draft: Invoice,
  by: { ordinal: number; total: Decimal; now: Date; dueDays: number },
): IssuedInvoice => {
  const open = transition(draft.status, 'finalize');
  return {
    ...draft,
    status: by.total.isZero() ? transition(open, 'pay') : open,
    number: invoiceNumber(by.ordinal),
    total: by.total,
    issuedAt: by.now,
    dueAt: new Date(by.now.getTime() + by.dueDays * dayMs),
  };
};
