import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import type { Decimal } from '../../../foundation/money/decimal.js';
import type { Order } from '../orders/order.js';
import { isClosed, leavesQuantity, signed } from '../orders/order.js';
import type { OrderEvent } from '../orders/order-machine.js';
import { applyOrderEvent } from '../orders/order-machine.js';
import type { OrderRecord, RecordedEventType } from '../orders/order-record.js';
import { reasonOf, recordedTypeOf } from '../orders/order-record.js';
import type { Position } from '../positions/position.js';
import { changePosition, flatPosition } from '../positions/position.js';
import type { Signal } from '../signals/signal.js';
import type { Account, AccountState, Holdings, TradingState } from './account.js';
import { toLedger, withHolding } from './account.js';
import type { Fill } from './fill.js';
import { withOrder, withStop, withValuation } from './risk-marks.js';

/** An execution as the venue reports it, with what is needed to post it. */
export type Execution = Pick<Fill, 'price' | 'bid' | 'ask' | 'liquidity'> & {
  /** Fraction of the notional value. */
  feeRate: Decimal;
  /** From the instrument's quote currency to the account's. */
  rate: Decimal;
};

/** What happened, in the order in which it happened. */
export type Happening =
  | { kind: 'order'; record: OrderRecord; order: Order }
  | { kind: 'fill'; fill: Fill; position: Position }
  | { kind: 'valuation'; balance: Decimal; equity: Decimal; time: Date };

/** Everything that one unit of work changed, to be committed together or not at all. */
export type AccountChanges = {
  newOrders: ReadonlySet<string>;
  orders: ReadonlyMap<string, Order>;
  positions: ReadonlyMap<string, Position>;
  signals: readonly Signal[];
  happenings: readonly Happening[];
};

/**
 * One unit of work on an account. It starts from the committed state, which it never touches; a draft that cannot be
 * committed is thrown away and nothing has happened.
 */
export class AccountDraft {
  readonly #positions: Map<string, Position>;
  readonly #openOrders: Map<string, Order>;
  #holdings: Holdings;
  #account: Account;

  readonly #newOrders = new Set<string>();
  readonly #changedOrders = new Map<string, Order>();
  readonly #changedPositions = new Map<string, Position>();
  readonly #signals: Signal[] = [];
  readonly #happenings: Happening[] = [];

  constructor(
    committed: AccountState,
    private readonly ids: IdGenerator,
    readonly now: Date,
  ) {
    this.#account = committed.account;
    this.#positions = new Map(committed.positions);
    this.#openOrders = new Map(committed.openOrders);
    this.#holdings = committed.holdings;
  }

  get state(): AccountState {
    return {
      account: this.#account,
      positions: this.#positions,
      openOrders: this.#openOrders,
      holdings: this.#holdings,
    };
  }

  get changes(): AccountChanges {
    return {
      newOrders: this.#newOrders,
      orders: this.#changedOrders,
      positions: this.#changedPositions,
      signals: this.#signals,
      happenings: this.#happenings,
    };
  }

  get isChanged(): boolean {
    return this.#happenings.length > 0 || this.#signals.length > 0 || this.#isAccountChanged;
  }
  #isAccountChanged = false;

  get hasFills(): boolean {
    return this.#happenings.some((happening) => happening.kind === 'fill');
  }

  otherOpenOrders(order: Order): Order[] {
    return [...this.#openOrders.values()].filter((other) => other.id !== order.id);
  }

  /** Opens the history of a new order. */
  add(order: Order): Order {
    this.#newOrders.add(order.id);
    this.#account = { ...this.#account, marks: withOrder(this.#account.marks, this.now) };
    return this.#record({ ...order, sequence: order.sequence + 1 }, 'INITIALIZED', null);
  }

  /** @throws {DomainError} INVALID_STATE when the order cannot take this step. */
  apply(order: Order, event: OrderEvent): Order {
    const after = applyOrderEvent(order, event);
    return after === order
      ? order
      : this.#record(after, recordedTypeOf(event, after), reasonOf(event));
  }

  /** Posts an execution of all that is left of the order: fill, position, fee and profit. */
  execute(order: Order, execution: Execution): Order {
    const quantity = leavesQuantity(order);
    const id = this.ids('fill');
    const filled = this.apply(order, {
      type: 'FILLED',
      fillId: id,
      quantity,
      price: execution.price,
    });
    const { side, symbol, strategyId } = order;
    const before = this.#positions.get(symbol) ?? this.#newPosition(symbol);
    const change = changePosition(before, { side, quantity, price: execution.price });

    const fee = toLedger(
      execution.price.times(quantity).times(execution.feeRate).times(execution.rate),
    );
    const realizedPnl = toLedger(change.realizedInQuote.times(execution.rate));
    const position: Position = {
      ...before,
      signedQuantity: change.signedQuantity,
      openCost: change.openCost,
      grossRealizedPnl: before.grossRealizedPnl.plus(realizedPnl),
      fees: before.fees.plus(fee),
    };
    this.#post(position, realizedPnl.minus(fee));
    if (strategyId) {
      const holding = { strategyId, symbol, change: signed(side, quantity) };
      this.#holdings = withHolding(this.#holdings, holding);
    }

    const { price, bid, ask, liquidity } = execution;
    const fill: Fill = {
      id,
      orderId: order.id,
      accountId: this.#account.id,
      strategyId,
      ...{ symbol, side, quantity, price, bid, ask, liquidity, fee, realizedPnl },
      currency: this.#account.currency,
      closedQuantity: change.closedQuantity,
      balanceAfter: this.#account.balance,
      sequence: this.#account.fillCount,
      time: this.now,
    };
    this.#happenings.push({ kind: 'fill', fill, position });
    return filled;
  }

  setTradingState(tradingState: TradingState): void {
    this.#isAccountChanged = this.#isAccountChanged || tradingState !== this.#account.tradingState;
    this.#account = { ...this.#account, tradingState };
  }

  /** Counts a position as stopped out. */
  recordStop(position: Position): void {
    this.#keepPosition({ ...position, stoppedAt: this.now });
    this.#account = { ...this.#account, marks: withStop(this.#account.marks, this.now) };
    this.#isAccountChanged = true;
  }

  /** Lets what was stopped out be opened again. */
  forgiveStops(): void {
    for (const position of this.#positions.values())
      if (position.stoppedAt) this.#keepPosition({ ...position, stoppedAt: null });
    this.#account = { ...this.#account, marks: { ...this.#account.marks, stopsInDay: 0 } };
    this.#isAccountChanged = true;
  }

  /** Measures the day's loss and the drawdown from here on. */
  forgiveLosses(equity: Decimal): void {
    const marks = { ...this.#account.marks, dayEquity: equity, peakEquity: equity };
    this.#account = { ...this.#account, marks };
    this.#isAccountChanged = true;
  }

  addSignal(signal: Signal): void {
    this.#signals.push(signal);
  }

  recordValuation(equity: Decimal, time: Date): void {
    this.#account = { ...this.#account, marks: withValuation(this.#account.marks, equity, time) };
    this.#happenings.push({ kind: 'valuation', balance: this.#account.balance, equity, time });
  }

  #record(order: Order, type: RecordedEventType, reason: string | null): Order {
    const accountSequence = this.#account.orderEventCount + 1;
    this.#account = { ...this.#account, orderEventCount: accountSequence };
    this.#changedOrders.set(order.id, order);
    if (isClosed(order)) this.#openOrders.delete(order.id);
    else this.#openOrders.set(order.id, order);
    const record: OrderRecord = {
      orderId: order.id,
      accountId: order.accountId,
      sequence: order.sequence,
      ...{ accountSequence, type, reason },
      time: this.now,
    };
    this.#happenings.push({ kind: 'order', record, order });
    return order;
  }

  #newPosition(symbol: string): Position {
    return flatPosition(this.ids('position'), this.#account.id, symbol);
  }

  #keepPosition(position: Position): void {
    this.#positions.set(position.symbol, position);
    this.#changedPositions.set(position.symbol, position);
  }

  #post(position: Position, amount: Decimal): void {
    this.#keepPosition(position);
    this.#account = {
      ...this.#account,
      balance: this.#account.balance.plus(amount),
      fillCount: this.#account.fillCount + 1,
    };
  }
}
