import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import { MarketTape } from '../../../subgraphs/trading/backtests/simulation/market-tape.js';
import { runAnalytics } from '../analytics/running-analytics.js';
import type { StoryEvent } from '../../property/analytics/account-story.js';
import { noonMs } from '../../unit/trading/builders.js';
import {
  minuteMs,
  simulate,
  termsOf,
  wanderingMarket,
  windowOf,
} from '../../unit/trading/past-market.js';
import { measure } from '../../../foundation/performance/measure.js';
import { performanceFields } from '../../../foundation/performance/performance-fields.js';
import { readResult } from '../../../subgraphs/trading/backtests/stored-result.js';
import { figureFields } from './backtest-operations.js';
import { traderOf } from './operations.js';
import type { RunningTrading } from './running-trading.js';
import { runTrading } from './running-trading.js';

const minutes = 300;
const window = windowOf(wanderingMarket(23, minutes));
const terms = termsOf(window);

let trading: RunningTrading;
beforeAll(async () => {
  trading = await runTrading();
});
afterAll(() => trading.close());

/** Feeds the live engine what the backtest plays, and one quote more: the first after the range. */
const playLive = async () => {
  const trader = traderOf(() => trading, await trading.newTenant());
  await trader.account();
  const { strategy } = await trader.createStrategy({ parameters: terms.strategy.rule });
  await trader.startStrategy(strategy?.id ?? '');
  const tape = new MarketTape({ fromMs: window.fromMs, toMs: window.toMs });
  for (const event of tape.eventsOf(window)) {
    trading.clock.advanceTo(event.timeMs);
    if ('candle' in event)
      await trading.candle('EURUSD', event.candle.openTimeMs, event.candle.mid.close);
    else await trading.quote(['EURUSD', event.quote.bid, event.quote.ask]);
  }
  const { bid, ask } = window.prices.at(-1) ?? { bid: { close: '' }, ask: { close: '' } };
  await trading.quote(['EURUSD', bid.close, ask.close]);
  await trading.settleEvents(trader.tenantId);
  return trader;
};

/** The account's own story, told to analytics as the live engine told it. */
const measuredByAnalytics = async (accountId: string, events: readonly DomainEvent[]) => {
  const analytics = await runAnalytics(new Date(window.toMs).toISOString());
  try {
    const tenantId = await analytics.database.provisionTenant();
    await analytics.tell(tenantId, events as unknown as StoryEvent[]);
    const query = `query ($id: ID!) { performance(accountId: $id) {
      ${figureFields} equityCurve(points: 2000) { equity drawdown }
    } }`;
    const { data } = await analytics.ask(tenantId, query, { id: accountId });
    return data?.['performance'];
  } finally {
    await analytics.close();
  }
};

describe('a backtest over the quotes and candles that the live engine was told', () => {
  it('has the same orders, fills and results, and analytics measures the live account the same', async () => {
    const { result, orders } = await simulate(terms, [window]);
    const trader = await playLive();

    const live = (await trader.orders({ first: 100 })).edges.map(({ node }) => node).reverse();
    expect(live.length).toBeGreaterThan(20);
    expect(
      live.map(({ side, status, quantity, averageFillPrice, fills, events }) => ({
        ...{ side, status, quantity, averageFillPrice },
        fee: fills[0]?.fee,
        realizedPnl: fills[0]?.realizedPnl,
        createdAt: events[0]?.time,
      })),
    ).toEqual(
      orders.map(({ side, status, quantity, averageFillPrice, fee, realizedPnl, createdAt }) => ({
        ...{ side, status, quantity, averageFillPrice, fee, realizedPnl },
        createdAt: createdAt.toISOString(),
      })),
    );
    expect(trading.clock.nowMs()).toBeLessThanOrEqual(noonMs + minutes * minuteMs);

    const { activity, curve } = readResult(result);
    const measured = measure(activity);
    expect(await measuredByAnalytics(trader.accountId, trading.heardOf(trader.accountId))).toEqual({
      calendar: measured.calendar,
      dailyReturns: measured.returns,
      startEquity: measured.startEquity?.toFixed(),
      endEquity: measured.endEquity?.toFixed(),
      trades: measured.trades,
      totalReturn: performanceFields.totalReturn(measured),
      cagr: performanceFields.cagr(measured),
      volatility: performanceFields.volatility(measured),
      sharpe: performanceFields.sharpe(measured),
      sortino: performanceFields.sortino(measured),
      calmar: performanceFields.calmar(measured),
      maxDrawdown: performanceFields.maxDrawdown(measured),
      valueAtRisk95: performanceFields.valueAtRisk95(measured),
      winRate: performanceFields.winRate(measured),
      profitFactor: performanceFields.profitFactor(measured),
      expectancy: performanceFields.expectancy(measured)?.toFixed() ?? null,
      unavailable: expect.any(Array),
      equityCurve: curve.map(({ amount, drawdown }) => ({ equity: amount.toFixed(), drawdown })),
    });
  });
});
