import type { Logger } from '../../../foundation/logging/logger.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import type { Clock } from '../../../foundation/time/clock.js';
import type { AccountLedger } from '../accounts/account-ledger.js';
import type { AccountRef } from '../accounts/account-ref.js';
import type { InstrumentCatalogue } from '../instruments/instrument-catalogue.js';
import { marketAt } from '../market/market.js';
import type { Market } from '../market/market.js';
import type { QuoteBoard } from '../market/quote-board.js';
import type { RiskLimits } from '../risk/pre-trade-risk.js';
import { AccountEngine } from './account-engine.js';
import type { LiveChannels } from './live-channels.js';
import { MarketReactor } from './market-reactor.js';
import { MinuteValuation } from './minute-valuation.js';
import { OpenPositions } from './open-positions.js';
import { isExpired, OrderExpiry } from './order-expiry.js';
import { PositionStops } from './position-stops.js';
import { PositionMarks } from './position-marks.js';
import { RestingOrders } from './resting-orders.js';

export type TradingFloorOptions = {
  board: QuoteBoard;
  catalogue: InstrumentCatalogue;
  ledger: AccountLedger;
  /** Told what was committed and what positions are worth. */
  liveChannels: (market: () => Market) => LiveChannels;
  limitsOf: (tenantId: string) => RiskLimits;
  maxQuoteAgeMs: number;
};

export type TradingFloor = {
  engine: AccountEngine;
  reactor: MarketReactor;
  /** The market as it is now. */
  market: () => Market;
  /** Whether nothing is being decided or committed. */
  isIdle(): boolean;
  /** Resolves when all that quotes, candles and timers set in motion so far is committed. */
  settle(): Promise<void>;
  /** Stops the timers and waits for the work that is under way. */
  close(): Promise<void>;
};

/** The engine and everything that follows it or drives it: triggers, expiry, valuations, live screens. */
export const createTradingFloor = (
  deps: { clock: Clock; ids: IdGenerator; logger: Pick<Logger, 'error'> },
  { board, catalogue, ledger, liveChannels, limitsOf, maxQuoteAgeMs }: TradingFloorOptions,
): TradingFloor => {
  const { clock, ids, logger } = deps;
  const marketOf = (quotes: Parameters<typeof marketAt>[0]['quotes'], nowMs: number) =>
    marketAt({ catalogue, quotes, nowMs, maxQuoteAgeMs });
  const market = () => marketOf(board, clock.nowMs());

  const live = liveChannels(market);
  const resting = new RestingOrders();
  const positions = new OpenPositions();
  const stops = new PositionStops((tenantId) => limitsOf(tenantId).stopLossThreshold);
  const expiry = new OrderExpiry(clock, (ref, orderId) => void expire(ref, orderId));

  const engine: AccountEngine = new AccountEngine({
    ...{ clock, ids, ledger },
    desk: ({ tenantId }) => ({ market: market(), ids, limits: limitsOf(tenantId) }),
    observer: {
      observe(ref, state) {
        resting.observe(ref, state);
        positions.observe(ref, state);
        stops.observe(ref, state);
        expiry.observe(ref, state);
      },
      committed(ref, state, changes) {
        valuation.committed(ref, changes);
        live.committed(ref, state, changes);
        reactor.afterCommit(changes);
      },
    },
  });
  const valuation = new MinuteValuation({
    engine,
    positions,
    frozenMarketAt: (nowMs) => marketOf(board.copy(), nowMs),
    logger,
  });
  const marks = new PositionMarks({ clock, engine, positions, live });
  const reactor = new MarketReactor({
    ...{ clock, ids, board, engine, resting, stops, valuation, marks, logger },
  });

  const expire = async (ref: AccountRef, orderId: string): Promise<void> => {
    try {
      await engine.change(ref, (draft) => {
        const order = draft.state.openOrders.get(orderId);
        if (order && isExpired(order, draft.now)) draft.apply(order, { type: 'EXPIRED' });
      });
    } catch (error) {
      logger.error({ err: error, ...ref, orderId }, 'an order did not expire; it trades no more');
    }
  };

  const isIdle = (): boolean => engine.isIdle && reactor.isIdle;
  const settle = async (): Promise<void> => {
    while (!isIdle()) {
      await reactor.idle();
      await engine.idle();
    }
  };

  return {
    engine,
    reactor,
    ...{ market, isIdle, settle },
    async close() {
      expiry.close();
      marks.close();
      await settle();
    },
  };
};
