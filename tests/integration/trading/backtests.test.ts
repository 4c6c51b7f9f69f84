import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { auditRecorded } from '../../../foundation/events/audit-events.js';
import type { DomainEvent } from '../../../foundation/messaging/domain-event.js';
import type { PastCandle } from '../../../subgraphs/trading/backtests/market-history.js';
import type { SimulationRunner } from '../../../subgraphs/trading/backtests/simulation/simulation-runner.js';
import { createWorkerThreadRunner } from '../../../subgraphs/trading/backtests/simulation/worker-thread-runner.js';
import { compileWorker } from '../../support/compiled-worker.js';
import { noonMs } from '../../unit/trading/builders.js';
import { minuteMs, pastPrices, wanderingMarket } from '../../unit/trading/past-market.js';
import type { BacktestAnswer } from './backtest-operations.js';
import { backtesterOf } from './backtest-operations.js';
import type { RunningTrading, TradingOverrides } from './running-trading.js';
import { runTrading } from './running-trading.js';

const minutes = 600;
const candles: readonly PastCandle[] = wanderingMarket(11, minutes);

let worker: Awaited<ReturnType<typeof compileWorker>>;
let overrides: TradingOverrides;
let trading: RunningTrading;
const audited: DomainEvent[] = [];
/** Takes the place of the next simulation, when a test wants it to. */
let instead: SimulationRunner['run'] | undefined;

beforeAll(async () => {
  worker = await compileWorker(
    new URL(
      '../../../subgraphs/trading/backtests/simulation/simulation-worker.ts',
      import.meta.url,
    ),
  );
  const threads = createWorkerThreadRunner(worker.url);
  overrides = {
    history: pastPrices(candles),
    simulations: {
      run(...asked) {
        const run = instead ?? ((...question) => threads.run(...question));
        instead = undefined;
        return run(...asked);
      },
      close: () => threads.close(),
    },
  };
  trading = await runTrading(overrides);
  await trading.bus.subscribe({
    group: 'audit',
    types: [auditRecorded],
    handler: (event) => Promise.resolve(void audited.push(event)),
  });
  trading.clock.advanceBy((minutes + 1) * minuteMs);
});

afterAll(async () => {
  await trading.close();
  await worker.remove();
});

const newBacktester = async () => backtesterOf(() => trading, await trading.newTenant());

describe('a backtest', () => {
  it('is kept, played in the background, told of as it goes, and has its results when it is over', async () => {
    const tester = await newBacktester();
    const { backtest } = await tester.run({});
    expect(backtest).toMatchObject({ status: 'QUEUED', progress: 0, orders: null });
    const watching = trading.listen<{ backtestProgress: BacktestAnswer }>(
      tester.tenantId,
      'subscription ($id: ID!) { backtestProgress(id: $id) { status progress } }',
      { id: backtest?.id },
    );
    const seen: BacktestAnswer[] = [];
    const watched = (async () => {
      for await (const { data } of watching.events) if (data) seen.push(data.backtestProgress);
    })();
    await trading.runJobs();
    await watched;
    await watching.close();
    expect(seen.at(-1)).toMatchObject({ status: 'COMPLETED', progress: 1 });

    const done = await tester.find(backtest?.id ?? '');
    expect(done).toMatchObject({
      status: 'COMPLETED',
      progress: 1,
      events: 5 * minutes,
      error: null,
    });
    expect(done?.eventsPerSecond).toBeGreaterThan(0);
    expect(done?.orders?.totalCount).toBeGreaterThan(50);
    expect(done?.performance).toMatchObject({ currency: 'USD', startEquity: '100000' });
    const curve = done?.equityCurve ?? [];
    expect(curve.length).toBeLessThanOrEqual(50);
    expect(curve.at(0)).toMatchObject({ equity: '100000', drawdown: 0 });
    expect(curve.at(-1)?.equity).toBe(done?.performance?.endEquity);
    const deepest = Math.min(...curve.map(({ drawdown }) => drawdown));
    expect(done?.performance?.maxDrawdown).toBe(deepest);
  });

  it('comes to the same twice, and after an attempt that was cut off', async () => {
    const tester = await newBacktester();
    const first = await tester.toEnd({});
    instead = () => Promise.reject(new Error('cut off'));
    const { backtest } = await tester.run({});
    await trading.runJobs();
    expect(await tester.find(backtest?.id ?? '')).toMatchObject({ status: 'RUNNING' });
    trading.clock.advanceBy(10_000);
    await trading.runJobs();
    const second = await tester.find(backtest?.id ?? '');
    expect(second).toMatchObject({ status: 'COMPLETED' });
    expect(second?.performance).toEqual(first?.performance);
    expect(second?.equityCurve).toEqual(first?.equityCurve);
    expect(await tester.orders(second?.id ?? '')).toEqual(await tester.orders(first?.id ?? ''));
  });

  it('is taken up again after a crash, and then has one outcome', async () => {
    const tester = await newBacktester();
    const { backtest } = await tester.run({});
    instead = () => new Promise(() => undefined);
    trading.clock.advanceBy(0);
    while ((await tester.find(backtest?.id ?? ''))?.status !== 'RUNNING');
    // The job of before never ends; the new process sweeps.
    await trading.restart(overrides);
    await trading.runJobs();
    const done = await tester.find(backtest?.id ?? '');
    expect(done).toMatchObject({ status: 'COMPLETED' });
    const orders = await tester.orders(backtest?.id ?? '');
    expect(orders.map(({ sequence }) => sequence)).toEqual(orders.map((_, index) => index + 1));
    expect(orders).toHaveLength(done?.orders?.totalCount ?? -1);
  });

  it('is given up when it is cancelled, whether it waits or runs', async () => {
    const tester = await newBacktester();
    const { backtest: waiting } = await tester.run({});
    expect(await tester.cancel(waiting?.id)).toMatchObject({
      backtest: { status: 'CANCELED' },
      userErrors: [],
    });
    await trading.runJobs();
    expect(await tester.find(waiting?.id ?? '')).toMatchObject({
      status: 'CANCELED',
      orders: null,
    });
    expect(await tester.cancel(waiting?.id)).toMatchObject({ backtest: { status: 'CANCELED' } });

    const { backtest: running } = await tester.run({});
    const steps: boolean[] = [];
    instead = async (_setup, _windows, onProgress) => {
      const progress = { events: 1, eventsPerSecond: 1 };
      steps.push(await onProgress({ ...progress, progress: 0.2 }));
      await tester.cancel(running?.id);
      steps.push(await onProgress({ ...progress, progress: 0.4 }));
      return null;
    };
    await trading.runJobs();
    expect(steps).toEqual([true, false]);
    expect(await tester.find(running?.id ?? '')).toMatchObject({
      ...{ status: 'CANCELED', progress: 0.2, performance: null, equityCurve: null },
    });
  });

  it('fails with a sentence when it cannot be completed', async () => {
    const tester = await newBacktester();
    const { backtest } = await tester.run({});
    for (let attempt = 1; attempt <= 5; attempt++) {
      instead = () => Promise.reject(new Error('cut off'));
      trading.clock.advanceBy(10_000);
      await trading.runJobs();
    }
    expect(await tester.find(backtest?.id ?? '')).toMatchObject({
      status: 'FAILED',
      error: 'It did not complete in 5 attempts.',
    });
    expect((await tester.cancel(backtest?.id)).userErrors).toMatchObject([
      { code: 'INVALID_STATE', message: 'The backtest is FAILED.' },
    ]);
  });

  it('pages through its orders, which say why they were placed', async () => {
    const tester = await newBacktester();
    const done = await tester.toEnd({});
    const all = await tester.orders(done?.id ?? '');
    expect(all).toHaveLength(done?.orders?.totalCount ?? -1);
    for (const order of all) expect(order.rationale).toMatch(/^EMA\(2\) .* crossed (above|below)/);
    const fees = all.reduce((sum, { fee }) => sum + Number(fee), 0);
    const realized = all.reduce((sum, { realizedPnl }) => sum + Number(realizedPnl), 0);
    const [euro] = done?.performance?.bySymbol ?? [];
    expect(Number(euro?.fees)).toBeCloseTo(fees, 6);
    expect(Number(euro?.realizedPnl)).toBeCloseTo(realized - fees, 6);
  });

  it('belongs to its tenant alone, and is audited', async () => {
    const [one, other] = [await newBacktester(), await newBacktester()];
    const { backtest } = await one.run({});
    expect(await other.find(backtest?.id ?? '')).toBeNull();
    expect(await other.cancel(backtest?.id)).toMatchObject({
      backtest: null,
      userErrors: [{ code: 'NOT_FOUND' }],
    });
    await one.cancel(backtest?.id);
    await trading.settleEvents(one.tenantId);
    const own = audited.filter(({ tenantId }) => tenantId === one.tenantId);
    expect(own.map(({ payload }) => payload)).toMatchObject([
      { action: 'backtest.run', target: { type: 'Backtest', id: backtest?.id } },
      { action: 'backtest.cancel', target: { type: 'Backtest', id: backtest?.id } },
    ]);
  });
});

describe('a request for a backtest', () => {
  const from = new Date(noonMs).toISOString();
  const late = new Date(noonMs + 10 * 24 * 60 * minuteMs).toISOString();
  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    [
      'an unknown instrument',
      { symbols: ['NOPE'] },
      { path: ['input', 'strategy', 'symbols', '0'] },
    ],
    ['no instrument', { symbols: [] }, { path: ['input', 'strategy', 'symbols'] }],
    ['an EXTERNAL strategy', { kind: 'EXTERNAL' }, { path: ['input', 'strategy', 'kind'] }],
    [
      'an unknown rule',
      { parameters: { rule: 'magic', fast: 2, slow: 5 } },
      { path: ['input', 'strategy', 'parameters', 'rule'] },
    ],
    ['no parameters', { parameters: null }, { path: ['input', 'strategy', 'parameters'] }],
    [
      'half a lot',
      { sizing: { kind: 'FIXED', quantity: '1500' } },
      { path: ['input', 'strategy', 'sizing', 'quantity'] },
    ],
    ['an empty range', { to: from }, { path: ['input', 'to'], message: 'must be later than from' }],
    [
      'a range that is not over',
      { to: late },
      { path: ['input', 'to'], message: 'The range is not over yet.' },
    ],
    ['a range that is too long', { from: '2015-01-01T00:00:00.000Z' }, { path: ['input', 'from'] }],
    [
      'a range without prices',
      { from: '2026-01-01T00:00:00.000Z', to: '2026-01-02T00:00:00.000Z' },
      { path: ['input', 'from'], message: 'No prices of EURUSD are stored in that range.' },
    ],
    [
      'a pair whose conversion has no prices',
      { symbols: ['EURUSD', 'EURCHF'] },
      { path: ['input', 'currency'] },
    ],
    [
      'a currency that nothing trades',
      { currency: 'SEK' },
      { path: ['input', 'currency'], message: 'Nothing tells what USD is worth in SEK.' },
    ],
    ['no money', { initialBalance: '0' }, { path: ['input', 'initialBalance'] }],
    ['a negative seed', { seed: -1 }, { path: ['input', 'seed'] }],
  ])('is refused for %s, and nothing is kept', async (_what, change, fault) => {
    const tester = await newBacktester();
    const { backtest, userErrors } = await tester.run(change);
    expect(backtest).toBeNull();
    expect(userErrors).toEqual([expect.objectContaining({ code: 'INVALID_INPUT', ...fault })]);
    expect(await tester.list()).toEqual([]);
  });

  it('is refused while five of the tenant wait or run', async () => {
    const tester = await newBacktester();
    for (let i = 0; i < 5; i++) expect((await tester.run({})).userErrors).toEqual([]);
    expect((await tester.run({})).userErrors).toMatchObject([{ code: 'QUOTA_EXCEEDED' }]);
    for (const { id } of await tester.list()) await tester.cancel(id);
    expect((await tester.run({})).userErrors).toEqual([]);
  });
});
