import { describe, expect, it } from '@jest/globals';
import type { AccountState } from '../../../subgraphs/trading/accounts/account.js';
import { changeTradingState } from '../../../subgraphs/trading/engine/change-trading-state.js';
import { placeOrder } from '../../../subgraphs/trading/engine/place-order.js';
import { PositionStops } from '../../../subgraphs/trading/engine/position-stops.js';
import { stopOutPosition } from '../../../subgraphs/trading/engine/stop-out-position.js';
import { stopLossPrice } from '../../../subgraphs/trading/positions/stop-loss.js';
import { profileLimits, riskProfiles } from '../../../subgraphs/trading/risk/risk-profile.js';
import { d, deskWith, draftOf, noonMs, openedAccount, quote, terms } from './builders.js';

const limits = { stopLossThreshold: d('0.02') };
const at = (bid: string, ask: string, nowMs = noonMs) => {
  const shown = quote('EURUSD', bid, ask, nowMs);
  return { shown, desk: deskWith({ quotes: [shown], limits, nowMs }) };
};

/** 10,000 EURUSD at exactly one dollar. */
const holding = (side: 'BUY' | 'SELL'): AccountState => {
  const draft = draftOf();
  placeOrder(draft, terms({ side }), at('1', '1').desk);
  return draft.state;
};

const outcomeOf = (state: AccountState, bid: string, ask: string) => {
  const { shown, desk } = at(bid, ask);
  return stopOutPosition(draftOf(state), shown, desk).outcome;
};

describe('a stop-loss', () => {
  it('closes a long position by the bid: a tick before, at, and a tick beyond the threshold', () => {
    const long = holding('BUY');
    expect(outcomeOf(long, '0.98001', '0.98001')).toBe('KEPT');
    expect(outcomeOf(long, '0.98000', '0.99000')).toBe('CLOSED');
    expect(outcomeOf(long, '0.97999', '0.99000')).toBe('CLOSED');
  });

  it('closes a short position by the ask: a tick before, at, and a tick beyond the threshold', () => {
    const short = holding('SELL');
    expect(outcomeOf(short, '1.01999', '1.01999')).toBe('KEPT');
    expect(outcomeOf(short, '1.01000', '1.02000')).toBe('CLOSED');
    expect(outcomeOf(short, '1.01000', '1.02001')).toBe('CLOSED');
  });

  it('is honoured on a gap, at what the market gives then', () => {
    const { shown, desk } = at('0.8', '0.81');
    const draft = draftOf(holding('BUY'));
    const stopOut = stopOutPosition(draft, shown, desk);
    const [closing] = stopOut.outcome === 'KEPT' ? [] : stopOut.orders;
    expect(closing).toMatchObject({ status: 'FILLED', side: 'SELL', type: 'MARKET' });
    expect(closing?.filledCost.toFixed()).toBe('8000');
    expect(draft.state.positions.get('EURUSD')).toMatchObject({ stoppedAt: new Date(noonMs) });
  });

  it('comes before all that rests in its instrument, and leaves other instruments alone', () => {
    const draft = draftOf(holding('BUY'));
    const { shown } = at('0.97', '0.97');
    const fallen = deskWith({ quotes: [shown, quote('GBPUSD', '1.3', '1.3')], limits });
    const before = deskWith({ limits });
    const rest = (changes: object) =>
      placeOrder(draft, terms({ type: 'LIMIT', ...changes }), before);
    rest({ side: 'SELL', limitPrice: d('1.2'), quantity: d(10_000) });
    rest({ side: 'BUY', limitPrice: d('0.97'), quantity: d(1_000) });
    rest({ side: 'BUY', symbol: 'GBPUSD', limitPrice: d('1'), quantity: d(1_000) });
    expect(stopOutPosition(draft, shown, fallen).outcome).toBe('CLOSED');
    expect([...draft.state.openOrders.values()].map((order) => order.symbol)).toEqual(['GBPUSD']);
    expect(draft.state.positions.get('EURUSD')?.signedQuantity.toFixed()).toBe('0');
  });

  it('is not kept from closing by as many orders as may be open', () => {
    const draft = draftOf(holding('BUY'));
    const { shown } = at('0.97', '0.97');
    const desk = deskWith({
      quotes: [shown, quote('GBPUSD', '1.3', '1.3')],
      limits: { ...limits, maxOpenOrders: 1 },
    });
    const pound = { symbol: 'GBPUSD', type: 'LIMIT' as const, limitPrice: d('1') };
    expect(placeOrder(draft, terms(pound), desk).status).toBe('ACCEPTED');
    expect(stopOutPosition(draft, shown, desk).outcome).toBe('CLOSED');
  });

  it('waits for a price that is fresh, and trades nothing on a halted account', () => {
    const { shown } = at('0.9', '0.9');
    const stale = deskWith({ quotes: [shown], limits, nowMs: noonMs + 30_001 });
    expect(stopOutPosition(draftOf(holding('BUY')), shown, stale).outcome).toBe('KEPT');
    const halted = draftOf(holding('BUY'));
    changeTradingState(halted, { state: 'HALTED', flatten: false }, stale);
    expect(stopOutPosition(halted, shown, at('0.9', '0.9').desk).outcome).toBe('KEPT');
  });

  it('is shown at the very price at which it acts, rounded towards the entry', () => {
    // An entry of 1/3: the stop does not end.
    const third = { signedQuantity: d(3), openCost: d(1) };
    expect(stopLossPrice(third, d('0.02'))?.toFixed()).toBe('0.326666666667');
    const short = { ...third, signedQuantity: d(-3) };
    expect(stopLossPrice(short, d('0.02'))?.toFixed()).toBe('0.34');
    expect(stopLossPrice(third, null)).toBeNull();
    expect(stopLossPrice({ signedQuantity: d(0), openCost: d(0) }, d('0.02'))).toBeNull();
  });
});

describe('the stops of all positions', () => {
  const ref = { tenantId: 'ten_a', accountId: 'acc_a' };

  it('follow the threshold of the tenant as it is now', () => {
    let threshold = d('0.1');
    const stops = new PositionStops(() => threshold);
    stops.observe(ref, holding('BUY'));
    const fall = quote('EURUSD', '0.95', '0.95');
    expect(stops.takeReached(fall)).toEqual([]);
    threshold = d('0.05');
    expect(stops.takeReached(fall)).toHaveLength(1);
  });

  it('are taken once until they are released, and not at all where trading is halted', () => {
    const stops = new PositionStops(() => d('0.02'));
    const state = holding('BUY');
    const fall = quote('EURUSD', '0.95', '0.95');
    stops.observe(ref, state);
    const [taken] = stops.takeReached(fall);
    stops.observe(ref, state);
    expect(stops.takeReached(fall)).toEqual([]);
    if (taken) stops.release(taken.position);
    expect(stops.takeReached(fall)).toHaveLength(1);
    if (taken) stops.release(taken.position);
    stops.observe(ref, { ...state, account: { ...state.account, tradingState: 'HALTED' } });
    expect(stops.takeReached(fall)).toEqual([]);
  });
});

describe.each(riskProfiles)('after stops, the profile %s', (profile) => {
  const own = profileLimits[profile];
  const dayLaterMs = noonMs + 24 * 3_600_000;

  const verdict = (state: AccountState, nowMs: number) => {
    const quotes = [quote('EURUSD', '1', '1', nowMs), quote('GBPUSD', '1', '1', nowMs)];
    const desk = deskWith({ quotes, nowMs, limits: { profile: own } });
    const buy = (symbol: string) => {
      const placed = placeOrder(draftOf(state, nowMs), terms({ symbol, quantity: d(1_000) }), desk);
      return placed.denialReason ?? placed.status;
    };
    return [buy('EURUSD'), buy('GBPUSD')];
  };

  const stoppedOut = (times: number): AccountState => {
    let state = openedAccount();
    for (let count = 0; count < times; count++) {
      const draft = draftOf(state);
      placeOrder(draft, terms({ quantity: d(1_000) }), at('1', '1').desk);
      const { shown, desk } = at('0.97', '0.97');
      expect(stopOutPosition(draft, shown, desk).outcome).toBe('CLOSED');
      state = draft.state;
    }
    return state;
  };

  it('opens nothing in that instrument until the cool-down ends, to the millisecond', () => {
    const state = stoppedOut(1);
    const endMs = noonMs + own.coolDownMinutes * 60_000;
    expect(verdict(state, endMs - 1)).toEqual(['COOLING_DOWN', 'FILLED']);
    expect(verdict(state, endMs)).toEqual(['FILLED', 'FILLED']);
  });

  it('only reduces after as many stops in a day as it allows, and goes on the next day', () => {
    const beforeMs = noonMs + own.coolDownMinutes * 60_000;
    expect(verdict(stoppedOut(own.maxStopsPerDay - 1), beforeMs)).toEqual(['FILLED', 'FILLED']);
    const guarded = stoppedOut(own.maxStopsPerDay);
    expect(verdict(guarded, beforeMs)).toEqual(['STOP_LOSS_GUARD', 'STOP_LOSS_GUARD']);
    expect(verdict(stoppedOut(own.maxStopsPerDay + 1), beforeMs)[1]).toBe('STOP_LOSS_GUARD');
    expect(verdict(guarded, dayLaterMs)).toEqual(['FILLED', 'FILLED']);
  });

  it('goes on at once when a person sets the account ACTIVE', () => {
    const draft = draftOf(stoppedOut(own.maxStopsPerDay));
    changeTradingState(draft, { state: 'ACTIVE', flatten: false }, at('1', '1').desk);
    expect(verdict(draft.state, noonMs)).toEqual(['FILLED', 'FILLED']);
  });
});
