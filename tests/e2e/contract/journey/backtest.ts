import { expect } from 'expect';
import { accepted, told } from '../answers.js';
import { eventually } from './step.js';
import type { Step } from './step.js';

const hourMs = 3_600_000;
const hoursAgo = (hours: number) => new Date(Date.now() - hours * hourMs).toISOString();

export const tryOnThePast: Step = {
  title: 'try a strategy on the past, and say how it did',
  async walk({ client }) {
    // A young platform keeps a day of prices, and none of 2014.
    expect(await client.send('RunBacktest')).toMatchObject({
      data: {
        runBacktest: {
          backtest: null,
          userErrors: [{ code: 'INVALID_INPUT', path: ['input', 'from'] }],
        },
      },
      errors: [],
    });

    const strategy = {
      kind: 'INDICATOR',
      symbols: ['BTCUSDT'],
      interval: 'M1',
      parameters: { rule: 'emaCross', fast: 5, slow: 12 },
      sizing: { kind: 'FIXED', quantity: '0.05' },
    };
    const run = await client.send('RunBacktest', { strategy, from: hoursAgo(12), to: hoursAgo(1) });
    expect(run).toMatchObject(accepted('runBacktest', { backtest: { status: 'QUEUED' } }));
    client.learn('backtestId', told(run).runBacktest.backtest.id);

    const { backtest } = await eventually(async () => {
      const answer = await client.send('Backtest');
      expect(answer).toMatchObject({ data: { backtest: { status: 'COMPLETED' } }, errors: [] });
      return told(answer);
    });
    const { performance, equityCurve, orders } = backtest;
    expect(backtest).toMatchObject({ progress: 1, eventsPerSecond: expect.any(Number) });
    // Of every two trades of a strategy that is always long or short, one order ends the one and begins the other.
    expect(performance.trades).toBeGreaterThan(10);
    expect(orders.totalCount).toBe(performance.trades + 1);
    const [first, last] = [equityCurve.at(0), equityCurve.at(-1)];
    expect(first).toMatchObject({ equity: '100000', drawdown: 0 });
    expect(performance.totalReturn).toBeCloseTo(Number(last?.equity) / 100_000 - 1, 12);
    expect(performance.maxDrawdown).toBe(Math.min(...equityCurve.map(({ drawdown }) => drawdown)));
  },
};
