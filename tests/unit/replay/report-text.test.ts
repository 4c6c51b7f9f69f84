import { describe, expect, it } from '@jest/globals';
import type { ReplayReport } from '../../../platform/replay/replay-report.js';
import { barsAgree } from '../../../platform/replay/replay-report.js';
import { reportText } from '../../../platform/replay/report-text.js';

const performance = {
  totalReturn: -0.0024,
  cagr: null,
  volatility: null,
  sharpe: null,
  sortino: null,
  maxDrawdown: -0.0029,
  winRate: 0.1552,
  profitFactor: 0.378,
  expectancy: '-4.23',
  trades: 58,
  dailyReturns: 1,
  equityCurve: [],
  bySymbol: [
    { instrument: { symbol: 'XAUUSD' }, realizedPnl: '-245.454', fees: '45.96', trades: 58 },
  ],
  unavailable: ['CAGR', 'VOLATILITY', 'SHARPE', 'SORTINO'].map((figure) => ({
    figure,
    message: 'It needs at least two daily returns.',
  })),
};

const report: ReplayReport = {
  recordings: [{ file: 'a/20140505_tick.zip', symbol: 'XAUUSD', day: '2014-05-05' }],
  ticks: 186_204,
  elapsedMs: 22_300,
  ticksPerSecond: 8_350,
  rejectedLineCount: 7,
  rejectedLines: Array.from({ length: 7 }, (_, index) => ({
    file: 'a/20140505_tick.zip',
    line: index + 1,
    reason: 'has 2 fields instead of 3',
  })),
  rejectedQuotes: [{ what: 'CROSSED', count: 3 }],
  candles: 1_389,
  comparisons: [
    {
      symbol: 'XAUUSD',
      day: '2014-05-05',
      file: 'a/20140505_minute.zip',
      expected: 1_389,
      equal: 1_388,
      surplus: 0,
      differences: [
        { openTimeMs: Date.parse('2014-05-05T10:30:00.000Z'), fault: 'the bar is missing' },
      ],
    },
  ],
  signals: [
    { what: 'TRADED', count: 59 },
    { what: 'REFUSED', count: 2 },
  ],
  orders: [
    { what: 'FILLED', count: 59 },
    { what: 'DENIED', count: 2 },
  ],
  denials: [{ what: 'NO_FRESH_PRICE', count: 2 }],
  fills: 59,
  account: {
    name: 'Paper',
    currency: 'USD',
    balance: '99754.5512',
    equity: '1099762.14',
    positions: [
      {
        instrument: { symbol: 'XAUUSD' },
        side: 'LONG',
        quantity: '10',
        averagePrice: '1310.2320000001',
        realizedPnl: '-245.45',
        unrealizedPnl: '7.59',
      },
    ],
  },
  performance,
};

describe('the summary of a replay', () => {
  it('reads like this', () => {
    expect(reportText(report)).toBe(`
  XAUUSD, 2014-05-05  (a/20140505_tick.zip)

    Ticks           186,204 in 22.3 s: 8,350 ticks/s through the whole platform
    Refused lines   7
                    20140505_tick.zip:1 has 2 fields instead of 3
                    20140505_tick.zip:2 has 2 fields instead of 3
                    20140505_tick.zip:3 has 2 fields instead of 3
                    20140505_tick.zip:4 has 2 fields instead of 3
                    20140505_tick.zip:5 has 2 fields instead of 3
                    … and 2 more
    Doubted quotes  3 (3 CROSSED)
    Candles         1,389 of one minute
                    XAUUSD 2014-05-05: 1,388 of 1,389 bars equal, bid and ask
                    10:30 the bar is missing
    Signals         61 (59 TRADED, 2 REFUSED)
    Orders          61 (59 FILLED, 2 DENIED)
                    denied: 2 (2 NO_FRESH_PRICE)
    Fills           59
    Position        XAUUSD long 10 at 1310.232
    Balance         99,754.55 USD
    Equity          1,099,762.14 USD
    XAUUSD          -245.45 USD realised in 58 closed trades, 45.96 USD of fees in it
    Total return    -0.24 %
    Max drawdown    -0.29 %
    Win rate        15.52 %
    Profit factor   0.38
    Volatility      none: It needs at least two daily returns.
    Sharpe          none: It needs at least two daily returns.
    Sortino         none: It needs at least two daily returns.
`);
  });

  it('says over how few days a ratio was taken', () => {
    const text = reportText({
      ...report,
      performance: { ...performance, sharpe: -997.221, dailyReturns: 2 },
    });
    expect(text).toContain('Sharpe          -997.22 (of 2 daily returns)');
  });

  it('tells whether the bars agree: all of them, or there were none to compare', () => {
    expect(barsAgree(report)).toBe(false);
    expect(barsAgree({ comparisons: [] })).toBe(true);
  });
});
