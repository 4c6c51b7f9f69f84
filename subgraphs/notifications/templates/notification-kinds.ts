import type { z } from 'zod';
import { aiProviderAlert, aiProviderAlertSchema } from '../../../foundation/events/ai-events.js';
import {
  complianceAlertRaised,
  complianceAlertSchema,
} from '../../../foundation/events/compliance-events.js';
import {
  invoiceEventSchema,
  invoiceFinalized,
  invoicePaid,
} from '../../../foundation/events/invoice-events.js';
import { orderSnapshotSchema } from '../../../foundation/events/order-events.js';
import {
  paymentEventSchema,
  paymentFailed,
  paymentRefunded,
  paymentSucceeded,
} from '../../../foundation/events/payment-events.js';
import {
  signalEmittedSchema,
  signalEmittedType,
} from '../../../foundation/events/signal-events.js';
import {
  tenantCreatedSchema,
  tenantCreatedType,
} from '../../../foundation/events/tenant-events.js';
import {
  quotaThresholdReached,
  quotaThresholdReachedSchema,
} from '../../../foundation/events/usage-events.js';

export const channels = ['IN_APP', 'EMAIL', 'WEBHOOK'] as const;
export type Channel = (typeof channels)[number];

export const severities = ['INFO', 'WARNING', 'CRITICAL'] as const;
export type Severity = (typeof severities)[number];

export type Message = { title: string; body: string; severity: Severity };

/** A kind of notification: the event that causes it, and how it reads. */
type NotificationKind = {
  /** By which channels it goes until the tenant says otherwise. Webhooks need an endpoint that asks for it. */
  defaults: readonly Channel[];
  /** Channels that cannot be turned off. */
  mandatory: readonly Channel[];
  /** @throws when the payload is not what the event promises. */
  render: (payload: unknown) => Message;
};

const kind = <TSchema extends z.ZodType>(
  schema: TSchema,
  render: (payload: z.output<TSchema>) => Message,
  options: { defaults?: readonly Channel[]; mandatory?: readonly Channel[] } = {},
): NotificationKind => ({
  defaults: options.defaults ?? ['IN_APP', 'WEBHOOK'],
  mandatory: options.mandatory ?? [],
  render: (payload) => render(schema.parse(payload)),
});

const info = (title: string, body: string): Message => ({ title, body, severity: 'INFO' });
const warning = (title: string, body: string): Message => ({ title, body, severity: 'WARNING' });
const critical = (title: string, body: string): Message => ({ title, body, severity: 'CRITICAL' });

/** By the type of the event. */
export const notificationKinds = {
  [tenantCreatedType]: kind(tenantCreatedSchema, ({ name }) =>
    info(`Welcome to ${name}`, 'Your tenant is ready: a paper account is open and prices flow.'),
  ),
  'order.filled': kind(orderSnapshotSchema, (order) =>
    info(
      `${order.side} ${order.quantity} ${order.symbol} filled`,
      `Order ${order.clientOrderId} was filled at ${order.averageFillPrice ?? 'an unknown price'}.`,
    ),
  ),
  'order.denied': kind(orderSnapshotSchema, (order) =>
    warning(
      `${order.side} ${order.quantity} ${order.symbol} denied`,
      `Our own risk check denied order ${order.clientOrderId}: ${order.denialReason ?? 'no reason given'}.`,
    ),
  ),
  'order.rejected': kind(orderSnapshotSchema, (order) =>
    warning(
      `${order.side} ${order.quantity} ${order.symbol} rejected`,
      `The venue rejected order ${order.clientOrderId}: ${order.reason ?? 'no reason given'}.`,
    ),
  ),
  [signalEmittedType]: kind(
    signalEmittedSchema,
    (signal) => info(`${signal.direction} ${signal.symbol}`, signal.rationale),
    // One per signal would bury everything else; who wants them in the inbox says so.
    { defaults: ['WEBHOOK'] },
  ),
  [aiProviderAlert]: kind(aiProviderAlertSchema, (alert) =>
    // A provider whose key is refused answers nothing more; one that has cost much still does.
    (alert.kind === 'KEY_REFUSED' ? critical : warning)(
      `AI provider ${alert.providerName}`,
      alert.summary,
    ),
  ),
  [quotaThresholdReached]: kind(quotaThresholdReachedSchema, (quota) =>
    warning(
      `${Math.round(quota.threshold * 100)} % of ${quota.meter} used`,
      `${quota.used} of ${quota.limit} are used; counting starts anew at ${quota.resetsAt}.`,
    ),
  ),
  [invoiceFinalized]: kind(invoiceEventSchema, (invoice) =>
    info(
      `Invoice ${invoice.number}`,
      `${invoice.total} ${invoice.currency}, due ${invoice.dueAt}.`,
    ),
  ),
  [invoicePaid]: kind(invoiceEventSchema, (invoice) =>
    info(`Invoice ${invoice.number} paid`, `${invoice.total} ${invoice.currency} received.`),
  ),
  [paymentSucceeded]: kind(paymentEventSchema, (payment) =>
    info('Payment received', `${payment.amount} ${payment.currency} received.`),
  ),
  [paymentFailed]: kind(
    paymentEventSchema,
    (payment) =>
      warning(
        'Payment failed',
        `${payment.amount} ${payment.currency} could not be collected: ${payment.reason ?? 'no reason given'}.`,
      ),
    { mandatory: ['IN_APP'] },
  ),
  [paymentRefunded]: kind(paymentEventSchema, (payment) =>
    info('Payment refunded', `${payment.amount} ${payment.currency} given back.`),
  ),
  [complianceAlertRaised]: kind(
    complianceAlertSchema,
    (alert) => critical(`Compliance: ${alert.rule}`, alert.summary),
    { mandatory: ['IN_APP'] },
  ),
} satisfies Record<string, NotificationKind>;

export type NotificationKindName = keyof typeof notificationKinds;
export const notificationKindNames = Object.keys(notificationKinds) as [
  NotificationKindName,
  ...NotificationKindName[],
];

export const isNotificationKind = (type: string): type is NotificationKindName =>
  Object.hasOwn(notificationKinds, type);
