import { describe, expect, it } from '@jest/globals';
import { Decimal } from '../../../foundation/money/decimal.js';
import {
  addTallies,
  expectancy,
  netOf,
  noTrades,
  profitFactor,
  winRate,
} from '../../../foundation/performance/trade-statistics.js';

const tally = (wins: number[], losses: number[], breakEven = 0) => ({
  trades: wins.length + losses.length + breakEven,
  wins: wins.length,
  losses: losses.length,
  grossProfit: Decimal.sum(0, ...wins),
  grossLoss: Decimal.sum(0, ...losses),
});

describe('trade statistics', () => {
  it('count a trade that broke even as not won', () => {
    expect(winRate(tally([10], [-5], 2))).toBe(0.25);
  });

  it('divide gross profit by gross loss', () => {
    expect(profitFactor(tally([10, 20], [-5, -7]))).toBe(2.5);
    expect(profitFactor(tally([], [-5]))).toBe(0);
  });

  it('give an expectancy equal to average win × win rate + average loss × loss rate', () => {
    const given = tally([10, 20], [-6], 1);
    expect(expectancy(given).toString()).toBe(String(15 * (2 / 4) + -6 * (1 / 4)));
  });

  it('keep money exact and round an average to eight places', () => {
    expect(expectancy(tally([1], [], 2)).toString()).toBe('0.33333333');
  });

  it('say why there is no figure', () => {
    expect([winRate(noTrades), profitFactor(noTrades), expectancy(noTrades)]).toEqual(
      Array(3).fill('NO_CLOSED_TRADES'),
    );
    expect(profitFactor(tally([10], []))).toBe('NO_LOSING_TRADES');
  });

  it('add up', () => {
    const sum = addTallies([tally([10], [-1]), tally([], [-2], 1)]);
    expect(sum).toMatchObject({ trades: 4, wins: 1, losses: 2 });
    expect(netOf(sum).toString()).toBe('7');
  });
});
