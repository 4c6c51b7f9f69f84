import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { tellStory } from '../../property/analytics/account-story.js';
import { runAnalytics } from './running-analytics.js';

const performanceQuery = `query ($accountId: ID!, $from: DateTime, $to: DateTime, $calendar: TradingCalendar) {
  performance(accountId: $accountId, from: $from, to: $to, calendar: $calendar) {
    currency calendar periodsPerYear dailyReturns startEquity endEquity
    totalReturn cagr volatility sharpe sortino calmar maxDrawdown valueAtRisk95
    winRate profitFactor expectancy trades
    equityCurve(points: 500) { time equity drawdown }
    byStrategy { strategy { id } netPnl totalReturn trades winRate }
    bySymbol { instrument { symbol } realizedPnl fees trades }
    unavailable { figure reason message }
  }
}`;

/** Monday 10:00 in: two winners of a strategy, a turn, a loser by hand, one position left open on Tuesday. */
const story = tellStory([
  { symbol: 'EURUSD', strategyId: 'str_a', side: 'BUY', quantity: 2, price: 100, minutesLater: 60 },
  {
    symbol: 'EURUSD',
    strategyId: 'str_a',
    side: 'SELL',
    quantity: 4,
    price: 110,
    minutesLater: 60,
  },
  { symbol: 'EURUSD', strategyId: 'str_a', side: 'BUY', quantity: 2, price: 105, minutesLater: 60 },
  { symbol: 'XAUUSD', strategyId: null, side: 'BUY', quantity: 1, price: 100, minutesLater: 1_440 },
  { symbol: 'XAUUSD', strategyId: null, side: 'SELL', quantity: 1, price: 90, minutesLater: 60 },
  { symbol: 'XAUUSD', strategyId: null, side: 'BUY', quantity: 1, price: 90, minutesLater: 60 },
]);

type Performance = Record<string, unknown> & {
  equityCurve: { time: string; equity: string; drawdown: number }[];
  unavailable: { figure: string; reason: string; message: string }[];
};

let analytics: Awaited<ReturnType<typeof runAnalytics>>;
let tenantId: string;
let strangerId: string;

beforeAll(async () => {
  analytics = await runAnalytics('2026-03-03T20:00:00.000Z');
  tenantId = await analytics.database.provisionTenant();
  strangerId = await analytics.database.provisionTenant();
  await analytics.tell(tenantId, [story.opening, ...story.events]);
});
afterAll(() => analytics.close());

const measure = async (variables: Record<string, unknown> = {}): Promise<Performance> => {
  const { data, errors } = await analytics.ask(tenantId, performanceQuery, {
    accountId: 'acc_story',
    ...variables,
  });
  expect(errors).toBeUndefined();
  return data?.['performance'] as Performance;
};

describe('performance of an account', () => {
  it('follows from its valuations and fills', async () => {
    const performance = await measure();
    // +20 and −0.07 × 1.5 fees; +10 and −0.07 × 1.5; −10 and −0.07 × 2; one more fee for what is open.
    expect(performance).toMatchObject({
      currency: 'USD',
      calendar: 'WEEKDAYS',
      periodsPerYear: 260,
      dailyReturns: 2,
      startEquity: '10000',
      endEquity: '10019.58',
      totalReturn: 0.001958,
      trades: 3,
      winRate: 2 / 3,
      expectancy: '6.55',
      byStrategy: [
        {
          strategy: { id: 'str_a' },
          netPnl: '29.79',
          totalReturn: 0.002979,
          trades: 2,
          winRate: 1,
        },
        { strategy: null, netPnl: '-10.14', totalReturn: -0.001014, trades: 1, winRate: 0 },
      ],
      bySymbol: [
        { instrument: { symbol: 'EURUSD' }, realizedPnl: '29.79', fees: '0.21', trades: 2 },
        { instrument: { symbol: 'XAUUSD' }, realizedPnl: '-10.21', fees: '0.21', trades: 1 },
      ],
      unavailable: [],
    });
    expect(performance['profitFactor']).toBeCloseTo(29.79 / 10.14, 12);
    expect(performance['maxDrawdown']).toBeCloseTo(10_019.58 / 10_029.79 - 1, 12);
  });

  it('draws the curve from the opening on, each point with its drawdown', async () => {
    const { equityCurve } = await measure();
    expect(equityCurve.map(({ equity }) => equity)).toEqual([
      '10000',
      '9999.93',
      '10019.86',
      '10029.79',
      '10029.72',
      '10019.65',
      '10019.58',
    ]);
    expect(equityCurve[0]).toEqual({
      time: '2026-03-02T09:00:00.000Z',
      equity: '10000',
      drawdown: 0,
    });
    expect(equityCurve[1]?.drawdown).toBeCloseTo(-0.07 / 10_000, 12);
  });

  it('says after one day what it can say, and why not the rest', async () => {
    const performance = await measure({ to: '2026-03-03T00:00:00.000Z' });
    expect(performance).toMatchObject({
      totalReturn: 0.002979,
      dailyReturns: 1,
      winRate: 1,
      sharpe: null,
      cagr: null,
      profitFactor: null,
    });
    expect(performance.unavailable).toEqual([
      ...['CAGR', 'VOLATILITY', 'SHARPE', 'SORTINO', 'CALMAR', 'VALUE_AT_RISK_95'].map(
        (figure) => ({
          figure,
          reason: 'TOO_FEW_DAYS',
          message: 'It needs at least two daily returns.',
        }),
      ),
      {
        figure: 'PROFIT_FACTOR',
        reason: 'NO_LOSING_TRADES',
        message: 'No trade of the range lost.',
      },
    ]);
  });

  it('starts a range with the equity that the account entered it with', async () => {
    const performance = await measure({ from: '2026-03-03T00:00:00.000Z' });
    expect(performance).toMatchObject({ startEquity: '10029.79', trades: 1, winRate: 0 });
    expect(performance.equityCurve[0]).toEqual({
      time: '2026-03-03T00:00:00.000Z',
      equity: '10029.79',
      drawdown: 0,
    });
  });

  it('is half-open: a fill at the end of the range is not in it', async () => {
    const before = await measure({ to: '2026-03-02T11:00:00.000Z' });
    const after = await measure({ to: '2026-03-02T11:00:00.001Z' });
    expect([before['trades'], after['trades']]).toEqual([0, 1]);
  });

  it('annualises by the calendar that is asked for', async () => {
    const performance = await measure({ calendar: 'EVERY_DAY' });
    expect(performance).toMatchObject({ calendar: 'EVERY_DAY', periodsPerYear: 365 });
  });

  it('takes what an account was worth at midnight for the close of the day that ends', async () => {
    const { opening } = tellStory([], 'acc_midnight');
    const at = (time: string, equity: string) => ({
      ...opening,
      id: `evt_${time}`,
      payload: { ...opening.payload, time, equity } as typeof opening.payload,
    });
    await analytics.tell(tenantId, [
      at('2026-03-02T00:00:00.000Z', '10000'),
      at('2026-03-03T00:00:00.000Z', '11000'),
    ]);
    const performance = await measure({
      accountId: 'acc_midnight',
      to: '2026-03-03T00:00:00.001Z',
    });
    expect(performance).toMatchObject({ totalReturn: 0.1, dailyReturns: 2 });
    const dayOne = await measure({ accountId: 'acc_midnight', to: '2026-03-03T00:00:00.000Z' });
    expect(dayOne).toMatchObject({ totalReturn: 0, dailyReturns: 1 });
  });

  it('has nothing to say about a time before the account', async () => {
    const performance = await measure({ to: '2026-03-01T00:00:00.000Z' });
    expect(performance).toMatchObject({ startEquity: null, totalReturn: null, trades: 0 });
    expect(new Set(performance.unavailable.map(({ reason }) => reason))).toEqual(
      new Set(['NO_DATA', 'TOO_FEW_DAYS', 'NO_CLOSED_TRADES']),
    );
  });

  it.each([
    ['a range that is empty', { from: '2026-03-03T00:00:00.000Z', to: '2026-03-03T00:00:00.000Z' }],
    [
      'a range that ends before it starts',
      { from: '2026-03-03T00:00:00Z', to: '2026-03-02T00:00:00Z' },
    ],
    ['a time without a zone', { from: '2026-03-03T00:00:00' }],
    ['a day that no calendar has', { from: '2026-02-30T00:00:00Z' }],
    ['an account that no database keeps', { accountId: 'acc_\0' }],
    ['no account', { accountId: null }],
  ])('refuses %s with a code', async (_what, change) => {
    const variables = { accountId: 'acc_story', ...change };
    const { errors } = await analytics.ask(tenantId, performanceQuery, variables);
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
  });

  it.each([9, 2_001, -1])('refuses a curve of %i points', async (points) => {
    const curve = await analytics.ask(
      tenantId,
      `{ performance(accountId: "acc_story") { equityCurve(points: ${points}) { equity } } }`,
    );
    expect(curve.errors?.[0]).toMatchObject({
      message: 'points must be between 10 and 2000.',
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });
});

describe('who may see it', () => {
  it('is nobody of another tenant', async () => {
    const { data, errors } = await analytics.ask(strangerId, performanceQuery, {
      accountId: 'acc_story',
    });
    expect(data).toEqual({ performance: null });
    expect(errors?.[0]).toMatchObject({
      message: 'There is no such account.',
      extensions: { code: 'NOT_FOUND' },
    });
  });

  it('is nobody without the scope', async () => {
    const { errors } = await analytics.ask(tenantId, performanceQuery, { accountId: 'acc_story' }, [
      'trading:read',
    ]);
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

describe('performance as a field of accounts', () => {
  const entities = `query ($representations: [_Any!]!) {
    _entities(representations: $representations) { ... on Account { id performance { totalReturn } } }
  }`;

  it('reads all accounts of a page at once, and is null for one that is unknown', async () => {
    const more = tellStory([], 'acc_idle');
    await analytics.tell(tenantId, [{ ...more.opening, id: 'evt_idle' }]);
    const { data, errors } = await analytics.ask(tenantId, entities, {
      representations: ['acc_story', 'acc_idle', 'acc_unknown'].map((id) => ({
        __typename: 'Account',
        id,
      })),
    });
    expect(errors).toBeUndefined();
    expect(data?.['_entities']).toEqual([
      { id: 'acc_story', performance: { totalReturn: 0.001958 } },
      { id: 'acc_idle', performance: { totalReturn: 0 } },
      { id: 'acc_unknown', performance: null },
    ]);
  });
});

describe('an account that trades around the clock', () => {
  it('is told from one that rests at weekends by a fill on a Saturday', async () => {
    const weekend = tellStory(
      [
        {
          symbol: 'XAUUSD',
          strategyId: null,
          side: 'BUY',
          quantity: 1,
          price: 100,
          minutesLater: 5 * 1_440,
        },
      ],
      'acc_weekend',
    );
    await analytics.tell(
      tenantId,
      [weekend.opening, ...weekend.events].map((event) => ({
        ...event,
        id: `${event.id}_weekend`,
      })),
    );
    const performance = await measure({ accountId: 'acc_weekend' });
    expect(performance['calendar']).toBe('EVERY_DAY');
  });
});
