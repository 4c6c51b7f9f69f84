import { describe, expect, it } from '@jest/globals';
import { TradeIntake } from '../../../subgraphs/market-data/ingest/trade-intake.js';
import { at, btcusdt } from './building.js';

const start = at('2026-01-14T10:00:00.000Z');
const trade = (sequence: number | undefined, eventTimeMs = start, price = '61837.63') => ({
  symbol: 'BTCUSDT',
  price,
  quantity: '0.02000000',
  eventTimeMs,
  tradeId: String(sequence ?? `${eventTimeMs}/${price}`),
  aggressor: null,
  ...(sequence !== undefined && { sequence }),
});

describe('TradeIntake', () => {
  it('takes a trade in units of the instrument', () => {
    expect(new TradeIntake(btcusdt).judge(trade(1), start)).toEqual({
      price: 6_183_763,
      quantity: 2_000_000,
      eventTimeMs: start,
      late: false,
      fillsGap: false,
    });
  });

  it.each([
    [{ price: '0' }, 'NOT_A_PRICE'],
    [{ price: '61837.631' }, 'OFF_TICK'],
    [{ quantity: '0' }, 'NOT_A_QUANTITY'],
    [{ quantity: '-1' }, 'NOT_A_QUANTITY'],
    [{ quantity: '0.123456789' }, 'NOT_A_QUANTITY'],
    [{ eventTimeMs: NaN }, 'MALFORMED'],
    [{ eventTimeMs: start + 60_001 }, 'FUTURE'],
  ])('refuses %j as %s', (change, reason) => {
    expect(new TradeIntake(btcusdt).judge({ ...trade(1), ...change }, start)).toBe(reason);
  });

  it('finds missing numbers, and takes them when they come late', () => {
    const intake = new TradeIntake(btcusdt);
    intake.judge(trade(1), start);
    expect(intake.judge(trade(5, start + 10), start)).toMatchObject({ late: false });
    expect(intake.takeGap()).toEqual({ first: 2, last: 4 });
    expect(intake.takeGap()).toBeNull();
    expect(intake.judge(trade(3, start + 5), start)).toMatchObject({ late: true });
    expect(intake.judge(trade(3, start + 5), start)).toBe('DUPLICATE');
    expect(intake.judge(trade(5, start + 10), start)).toBe('DUPLICATE');
  });

  it('takes a late trade for five minutes', () => {
    const intake = new TradeIntake(btcusdt);
    intake.judge(trade(undefined, start), null);
    expect(intake.judge(trade(undefined, start - 300_000), null)).toMatchObject({ late: true });
    expect(intake.judge(trade(undefined, start - 300_001), null)).toBe('LATE');
  });

  it('knows a trade without a number again by its id', () => {
    const intake = new TradeIntake(btcusdt);
    intake.judge(trade(undefined), null);
    expect(intake.judge(trade(undefined), null)).toBe('DUPLICATE');
  });

  it('follows a venue that begins to count anew', () => {
    const intake = new TradeIntake(btcusdt);
    intake.judge(trade(900), null);
    expect(intake.judge(trade(1, start + 1_000), null)).toMatchObject({ late: false });
    expect(intake.judge(trade(2, start + 1_001), null)).toMatchObject({ late: false });
    expect(intake.takeGap()).toBeNull();
  });

  it('doubts a single price far off', () => {
    const intake = new TradeIntake(btcusdt);
    intake.judge(trade(1), null);
    expect(intake.judge(trade(2, start + 1, '6183.76'), null)).toBe('SPIKE');
    expect(intake.judge(trade(3, start + 2), null)).toMatchObject({ late: false });
  });

  it('goes back to a checkpoint', () => {
    const intake = new TradeIntake(btcusdt);
    intake.judge(trade(1), null);
    const copy = intake.copy();
    copy.judge(trade(2, start + 1), null);
    expect(copy.judge(trade(2, start + 1), null)).toBe('DUPLICATE');
    expect(intake.judge(trade(2, start + 1), null)).toMatchObject({ late: false });
  });
});
