import type { TenantDatabase } from '../../../foundation/database/tenant-database.js';
import { checkInput } from '../../../foundation/errors/check-input.js';
import { auditEvent } from '../../../foundation/events/audit-events.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import type { Clock } from '../../../foundation/time/clock.js';
import { DomainError } from '../../../foundation/errors/domain-error.js';
import { decimalText } from '../../../foundation/money/decimal.js';
import { z } from 'zod';
import type { AccountDraft } from '../accounts/account-draft.js';
import type { AccountService } from '../accounts/account-service.js';
import type { Fill } from '../accounts/fill.js';
import type { AccountEngine } from '../engine/account-engine.js';
import type { Command } from '../engine/command.js';
import type { Desk } from '../engine/desk.js';
import { placeOrder } from '../engine/place-order.js';
import { replaceOrder } from '../engine/replace-order.js';
import type { InstrumentCatalogue } from '../instruments/instrument-catalogue.js';
import type { Order } from './order.js';
import { isClosed } from './order.js';
import type { OrderRecord } from './order-record.js';
import type { OrderFilter } from './order-repository.js';
import {
  countOrders,
  findFills,
  findOrderByClientId,
  findOrderHistory,
  findOrders,
  listOrders,
} from './order-repository.js';
import { fingerprintOf, positiveAmount, readOrderTerms } from './order-request.js';

const replaceRequest = z
  .object({
    quantity: positiveAmount.nullish(),
    limitPrice: positiveAmount.nullish(),
    stopPrice: positiveAmount.nullish(),
  })
  .refine((change) => Object.values(change).some((value) => value), 'changes nothing');

export class OrderService {
  constructor(
    private readonly deps: {
      tenantDb: TenantDatabase;
      engine: AccountEngine;
      accounts: AccountService;
      catalogue: InstrumentCatalogue;
      clock: Clock;
      ids: IdGenerator;
    },
  ) {}

  /** The same clientOrderId with the same request gives the same order, however often and whatever became of it. */
  async place(command: Command, input: { accountId: string }): Promise<Order> {
    const { tenantId } = command;
    const terms = readOrderTerms(input);
    const { accountId } = input;
    await this.deps.accounts.ensureDefault(tenantId);
    await this.deps.catalogue.ready(terms.symbol);
    return this.deps.engine.exclusively({ tenantId, accountId }, async (commit) => {
      const existing = await this.deps.tenantDb.withTenant(tenantId, (db) =>
        findOrderByClientId(db, accountId, terms.clientOrderId),
      );
      if (!existing)
        return commit(
          (draft, desk) => placeOrder(draft, terms, desk),
          this.#audit(command, 'order.place'),
        );
      if (existing.fingerprint === fingerprintOf(terms)) return existing;
      throw new DomainError(
        'IDEMPOTENCY_MISMATCH',
        'Another order of this account has that clientOrderId.',
        ['input', 'clientOrderId'],
      );
    });
  }

  /** Cancelling what is cancelled already gives the order as it is. */
  async cancel(command: Command, orderId: string): Promise<Order> {
    return this.#change(command, { orderId, action: 'order.cancel' }, (draft, order) =>
      order.status === 'CANCELED'
        ? order
        : draft.apply(order, { type: 'CANCELED', reason: 'REQUESTED' }),
    );
  }

  async replace(command: Command, input: { orderId: string }): Promise<Order> {
    const change = checkInput(replaceRequest, input);
    const replacement = {
      quantity: change.quantity ?? null,
      limitPrice: change.limitPrice ?? null,
      stopPrice: change.stopPrice ?? null,
    };
    const what = { orderId: input.orderId, action: 'order.replace' };
    return this.#change(command, what, (draft, order, desk) => {
      if (isClosed(order))
        throw new DomainError('INVALID_STATE', `The order is ${order.status}.`, [
          'input',
          'orderId',
        ]);
      return replaceOrder(draft, order, replacement, desk);
    });
  }

  async list(
    tenantId: string,
    filter: OrderFilter,
    page: { first: number; after: string | null },
  ): Promise<Order[]> {
    return this.deps.tenantDb.withTenant(tenantId, (db) => listOrders(db, filter, page));
  }

  count(tenantId: string, filter: OrderFilter): Promise<number> {
    return this.deps.tenantDb.withTenant(tenantId, (db) => countOrders(db, filter));
  }

  find(tenantId: string, ids: readonly string[]): Promise<Order[]> {
    return this.deps.tenantDb.withTenant(tenantId, (db) => findOrders(db, ids));
  }

  fillsOf(tenantId: string, orderIds: readonly string[]): Promise<Fill[]> {
    return this.deps.tenantDb.withTenant(tenantId, (db) => findFills(db, orderIds));
  }

  historyOf(tenantId: string, orderIds: readonly string[]): Promise<OrderRecord[]> {
    return this.deps.tenantDb.withTenant(tenantId, (db) => findOrderHistory(db, orderIds));
  }

  async #change(
    command: Command,
    { orderId, action }: { orderId: string; action: string },
    decide: (draft: AccountDraft, order: Order, desk: Desk) => Order,
  ): Promise<Order> {
    const { tenantId } = command;
    const [found] = await this.find(tenantId, [orderId]);
    if (!found) throw new DomainError('NOT_FOUND', 'There is no such order.', ['input', 'orderId']);
    const ref = { tenantId, accountId: found.accountId };
    return this.deps.engine.exclusively(ref, async (commit) => {
      // Read again: only from here on does nothing else happen to it.
      const [stored] = await this.find(tenantId, [orderId]);
      return commit(
        (draft, desk) =>
          decide(draft, draft.state.openOrders.get(orderId) ?? stored ?? found, desk),
        this.#audit(command, action),
      );
    });
  }

  #audit({ tenantId, by }: Command, action: string) {
    return (order: Order) =>
      auditEvent(this.deps, by, {
        tenantId,
        action,
        target: { type: 'Order', id: order.id },
        outcome: order.status === 'DENIED' ? 'REFUSED' : 'SUCCEEDED',
        details: {
          accountId: order.accountId,
          clientOrderId: order.clientOrderId,
          symbol: order.symbol,
          side: order.side,
          quantity: decimalText(order.quantity),
          status: order.status,
        },
      });
  }
}
