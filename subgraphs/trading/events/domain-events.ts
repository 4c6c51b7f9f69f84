import type { AccountOpened, AccountValued } from '../../../foundation/events/account-events.js';
import { accountOpenedType, accountValuedType } from '../../../foundation/events/account-events.js';
import type { FillRecorded } from '../../../foundation/events/fill-events.js';
import { fillRecordedType } from '../../../foundation/events/fill-events.js';
import type { SignalEmitted } from '../../../foundation/events/signal-events.js';
import { signalEmittedType } from '../../../foundation/events/signal-events.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import { decimalText } from '../../../foundation/money/decimal.js';
import type { Account } from '../accounts/account.js';
import type { AccountChanges, Happening } from '../accounts/account-draft.js';
import type { Fill } from '../accounts/fill.js';
import { averageText, publicEventType, snapshotOf, textOrNull } from '../orders/order-view.js';
import type { Position } from '../positions/position.js';
import { averagePrice, positionSide } from '../positions/position.js';
import type { Signal } from '../signals/signal.js';

export type OutgoingEvent = Omit<DomainEvent, 'tenantId'>;

/** What other services are told of a unit of work, in the order in which it happened; signals first, they are causes. */
export const domainEventsOf = (
  changes: AccountChanges,
  account: Account,
  ids: IdGenerator,
): OutgoingEvent[] => [
  ...changes.signals.map((signal) => ({
    ...envelope(signalEmittedType, account.id, signal.createdAt, ids),
    payload: signalEmitted(signal),
  })),
  ...changes.happenings.flatMap((happening) => eventsOf(happening, account, ids)),
];

export const accountOpenedEvents = (account: Account, ids: IdGenerator): OutgoingEvent[] => {
  const { id: accountId, name, currency, createdAt } = account;
  const opened: AccountOpened = {
    ...{ accountId, name, currency },
    initialBalance: decimalText(account.initialBalance),
    time: createdAt.toISOString(),
  };
  const balance = decimalText(account.balance);
  const valued: AccountValued = {
    accountId,
    currency,
    balance,
    equity: balance,
    time: opened.time,
  };
  return [
    { ...envelope(accountOpenedType, accountId, createdAt, ids), payload: opened },
    { ...envelope(accountValuedType, accountId, createdAt, ids), payload: valued },
  ];
};

const envelope = (type: string, key: string, time: Date, ids: IdGenerator) => ({
  id: ids('event'),
  type,
  key,
  occurredAt: time.toISOString(),
});

const eventsOf = (happening: Happening, account: Account, ids: IdGenerator): OutgoingEvent[] => {
  switch (happening.kind) {
    case 'order': {
      const { record, order } = happening;
      const type = publicEventType(record.type);
      if (!type) return [];
      return [
        { ...envelope(type, account.id, record.time, ids), payload: snapshotOf(order, record) },
      ];
    }
    case 'fill': {
      const { fill, position } = happening;
      return [
        {
          ...envelope(fillRecordedType, account.id, fill.time, ids),
          payload: fillRecorded(fill, position),
        },
      ];
    }
    case 'valuation': {
      const payload: AccountValued = {
        accountId: account.id,
        currency: account.currency,
        balance: decimalText(happening.balance),
        equity: decimalText(happening.equity),
        time: happening.time.toISOString(),
      };
      return [{ ...envelope(accountValuedType, account.id, happening.time, ids), payload }];
    }
  }
};

export const fillRecorded = (fill: Fill, position: Position): FillRecorded => ({
  fillId: fill.id,
  orderId: fill.orderId,
  accountId: fill.accountId,
  strategyId: fill.strategyId,
  symbol: fill.symbol,
  side: fill.side,
  quantity: decimalText(fill.quantity),
  price: decimalText(fill.price),
  liquidity: fill.liquidity,
  fee: decimalText(fill.fee),
  feeCurrency: fill.currency,
  currency: fill.currency,
  realizedPnl: decimalText(fill.realizedPnl),
  closedQuantity: decimalText(fill.closedQuantity),
  balanceAfter: decimalText(fill.balanceAfter),
  positionAfter: {
    side: positionSide(position),
    quantity: decimalText(position.signedQuantity.abs()),
    averagePrice: averageText(averagePrice(position)),
  },
  sequence: fill.sequence,
  time: fill.time.toISOString(),
});

export const signalEmitted = (signal: Signal): SignalEmitted => ({
  signalId: signal.id,
  strategyId: signal.strategyId,
  accountId: signal.accountId,
  symbol: signal.symbol,
  direction: signal.direction,
  confidence: textOrNull(signal.confidence),
  rationale: signal.rationale,
  status: signal.status,
  orderId: signal.orderId,
  generatedAt: signal.generatedAt.toISOString(),
  time: signal.createdAt.toISOString(),
});
