import type { OrderSnapshot } from '../../../foundation/events/order-events.js';
import type { SignalEmitted } from '../../../foundation/events/signal-events.js';
import type { Logger } from '../../../foundation/logging/logger.js';
import type { Broadcast } from '../../../foundation/messaging/broadcast.js';
import type { AccountState } from '../accounts/account.js';
import type { AccountChanges } from '../accounts/account-draft.js';
import { signalEmitted } from '../events/domain-events.js';
import type { Market } from '../market/market.js';
import { snapshotOf } from '../orders/order-view.js';
import type { RecordedEventType } from '../orders/order-record.js';
import type { PositionView } from '../positions/position-view.js';
import { viewOfPosition } from '../positions/position-view.js';
import type { RiskLimits } from '../risk/pre-trade-risk.js';
import type { AccountRef } from '../accounts/account-ref.js';

/** Channels of one tenant; every message is an array, in the order in which things happened. Positions are not kept. */
export const ordersChannel = (tenantId: string) => `trading.orders.${tenantId}`;
export const signalsChannel = (tenantId: string) => `trading.signals.${tenantId}`;
export const positionsChannel = (tenantId: string) => `trading.positions.${tenantId}`;

export type OrderUpdate = { type: RecordedEventType; order: OrderSnapshot };

/** Tells live screens what was committed, after it was. */
export const createLiveChannels = (deps: {
  broadcast: Broadcast;
  market: () => Market;
  limitsOf: (tenantId: string) => RiskLimits;
  logger: Logger;
}) => {
  const tell = (how: 'publish' | 'append', channel: string, messages: readonly unknown[]): void => {
    if (messages.length === 0) return;
    deps.broadcast[how](channel, messages).catch((error: unknown) =>
      deps.logger.error({ err: error, channel }, 'not broadcast'),
    );
  };

  const publishPositions = (
    tenantId: string,
    state: AccountState,
    symbols: Iterable<string>,
  ): void => {
    const sight = {
      account: state.account,
      market: deps.market(),
      limits: deps.limitsOf(tenantId),
    };
    const views: PositionView[] = [];
    for (const symbol of symbols) {
      const position = state.positions.get(symbol);
      if (position) views.push(viewOfPosition(position, sight));
    }
    tell('publish', positionsChannel(tenantId), views);
  };

  return {
    publishPositions,

    committed({ tenantId }: AccountRef, state: AccountState, changes: AccountChanges): void {
      const orders: OrderUpdate[] = changes.happenings.flatMap((happening) =>
        happening.kind === 'order'
          ? [{ type: happening.record.type, order: snapshotOf(happening.order, happening.record) }]
          : [],
      );
      const signals: SignalEmitted[] = changes.signals.map(signalEmitted);
      tell('append', ordersChannel(tenantId), orders);
      tell('append', signalsChannel(tenantId), signals);
      publishPositions(tenantId, state, changes.positions.keys());
    },
  };
};

export type LiveChannels = ReturnType<typeof createLiveChannels>;
