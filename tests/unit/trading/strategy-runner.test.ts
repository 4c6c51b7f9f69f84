import { describe, expect, it } from '@jest/globals';
import type { CandleUpdate } from '../../../foundation/events/candle-events.js';
import { testLogger } from '../../../foundation/testing/test-cluster.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import type { SignalIntent } from '../../../subgraphs/trading/signals/signal.js';
import type { CandleHistory } from '../../../subgraphs/trading/strategies/candle-history.js';
import type { Strategy } from '../../../subgraphs/trading/strategies/strategy.js';
import { StrategyRunner } from '../../../subgraphs/trading/strategies/strategy-runner.js';
import { d, noonMs } from './builders.js';

const strategy = (changes: Partial<Strategy> = {}): Strategy => ({
  id: 'str_1',
  accountId: 'acc_1',
  name: 'ema cross',
  kind: 'INDICATOR',
  status: 'RUNNING',
  symbols: ['EURUSD'],
  interval: 'M1',
  rule: { rule: 'emaCross', fast: 2, slow: 4 },
  sizing: { kind: 'FIXED', quantity: d(1_000) },
  createdAt: new Date(noonMs),
  startedAt: null,
  stoppedAt: null,
  ...changes,
});

const candle = (
  minute: number,
  close: number,
  changes: Partial<CandleUpdate> = {},
): CandleUpdate => {
  const text = close.toFixed(5);
  const ohlc = { open: text, high: text, low: text, close: text };
  return {
    symbol: 'EURUSD',
    interval: 'M1',
    openTimeMs: noonMs + minute * 60_000,
    closeTimeMs: noonMs + (minute + 1) * 60_000,
    ...{ bid: ohlc, ask: ohlc, mid: ohlc, tickCount: 1, volume: null },
    complete: true,
    partial: false,
    ...changes,
  };
};

const valley = [10, 9, 8, 7, 6, 5, 9, 13].map((close, minute) => candle(minute, close));

const runner = (history: CandleHistory['lastClosed'] = () => Promise.resolve([])) => {
  const clock = new VirtualClock(noonMs);
  const traded: SignalIntent[] = [];
  const running = new StrategyRunner({
    history: { lastClosed: history },
    trade: (_tenantId, _strategy, intent, isRunning) => {
      if (isRunning()) traded.push(intent);
      return Promise.resolve();
    },
    clock,
    logger: testLogger,
  });
  return { running, clock, traded };
};

describe('the strategy runner', () => {
  it('has a cross traded once, named after its candle', async () => {
    const { running, traded } = runner();
    await running.start('ten_a', strategy());
    await running.onCandles(valley);
    await running.onCandles(valley);
    expect(traded).toMatchObject([
      {
        strategyId: 'str_1',
        direction: 'LONG',
        externalId: `candle-EURUSD-${noonMs + 7 * 60_000}`,
      },
    ]);
  });

  it('looks at closed, wholly observed candles of its own interval and symbols only', async () => {
    const { running, traded } = runner();
    await running.start('ten_a', strategy());
    for (const changes of [
      { complete: false },
      { partial: true },
      { interval: 'M5' as const },
      { symbol: 'GBPUSD' },
    ])
      await running.onCandles(valley.map((update) => ({ ...update, ...changes })));
    expect(traded).toEqual([]);
  });

  it('asks for a history that cannot be had again and again, then learns from live candles', async () => {
    let asked = 0;
    const { running, clock, traded } = runner(() => {
      asked += 1;
      return Promise.reject(new Error('market-data is down'));
    });
    await running.start('ten_a', strategy());
    for (let second = 0; second < 30; second++) {
      clock.advanceBy(1_000);
      await new Promise(setImmediate);
    }
    expect(asked).toBe(6);
    await running.onCandles(valley);
    expect(traded).toHaveLength(1);
  });

  it('asks for no history any more once it is stopped', async () => {
    let asked = 0;
    const { running, clock } = runner(() => {
      asked += 1;
      return Promise.reject(new Error('market-data is down'));
    });
    await running.start('ten_a', strategy());
    running.stop('str_1');
    clock.advanceBy(60_000);
    expect(asked).toBe(1);
  });

  it('trades nothing for a strategy that is stopped, also when the candle came first', async () => {
    const { running, traded } = runner();
    await running.start('ten_a', strategy());
    running.stop('str_1');
    await running.onCandles(valley);
    expect(traded).toEqual([]);
  });

  it('leaves strategies alone that only relay signals', async () => {
    const { running, traded } = runner();
    await running.start('ten_a', strategy({ kind: 'EXTERNAL', rule: null }));
    await running.onCandles(valley);
    expect(traded).toEqual([]);
  });
});
