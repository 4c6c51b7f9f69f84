import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuditRecord } from '../../../foundation/events/audit-events.js';
import { auditRecordSchema } from '../../../foundation/events/audit-events.js';
import { traderOf } from './operations.js';
import type { RunningTrading } from './running-trading.js';
import { runTrading } from './running-trading.js';

let trading: RunningTrading;
beforeAll(async () => {
  trading = await runTrading();
});
afterAll(() => trading.close());

/** With a threshold of 2 %, holding nothing, at a price of exactly one dollar. */
const newTrader = async (riskProfile: 'CONSERVATIVE' | 'AGGRESSIVE' = 'AGGRESSIVE') => {
  await trading.quote(['EURUSD', '1', '1']);
  const trader = traderOf(() => trading, await trading.newTenant());
  await trading.configure(trader.tenantId, 2, { riskProfile, stopLossThreshold: '0.02' });
  return trader;
};
type Trader = Awaited<ReturnType<typeof newTrader>>;

const accountOf = async (trader: Trader) => {
  const { accounts } = await trader.ask<{
    accounts: {
      isFlat: boolean;
      tradingState: string;
      positions: {
        quantity: string;
        stopLossPrice: string | null;
        coolDownEndsAt: string | null;
      }[];
    }[];
  }>('{ accounts { isFlat tradingState positions { quantity stopLossPrice coolDownEndsAt } } }');
  return accounts[0];
};

const buy = async (trader: Trader, clientOrderId: string) => {
  const { order } = await trader.place({ clientOrderId });
  return order?.denialReason ?? order?.status;
};

describe('the stop-loss of a position', () => {
  it('is shown, and closes the position when a quote jumps over it', async () => {
    const trader = await newTrader();
    expect(await buy(trader, 'a')).toBe('FILLED');
    const held = { quantity: '10000', stopLossPrice: '0.98', coolDownEndsAt: null };
    expect(await accountOf(trader)).toMatchObject({ isFlat: false, positions: [held] });
    await trading.quote(['EURUSD', '0.98001', '0.98002']);
    expect(await accountOf(trader)).toMatchObject({ positions: [held] });
    await trading.quote(['EURUSD', '0.9', '0.90001']);
    expect(await accountOf(trader)).toMatchObject({
      isFlat: true,
      positions: [{ quantity: '0', stopLossPrice: null }],
    });
    const closing = (await trader.orders()).edges[0]?.node;
    expect(closing).toMatchObject({ side: 'SELL', status: 'FILLED', averageFillPrice: '0.9' });
    expect(closing?.clientOrderId).toMatch(/^stop-loss-/);
  });

  it('is kept through a restart, and acts on the first quote after it', async () => {
    const trader = await newTrader();
    await buy(trader, 'a');
    await trading.restart();
    await trading.quote(['EURUSD', '0.97', '0.97']);
    expect(await accountOf(trader)).toMatchObject({ isFlat: true });
  });

  it('follows the settings: a tighter threshold acts on the next quote', async () => {
    const trader = await newTrader();
    await buy(trader, 'a');
    await trading.quote(['EURUSD', '0.99', '0.99']);
    expect(await accountOf(trader)).toMatchObject({ isFlat: false });
    await trading.configure(trader.tenantId, 3, { stopLossThreshold: '0.005' });
    await trading.quote(['EURUSD', '0.99', '0.99']);
    expect(await accountOf(trader)).toMatchObject({ isFlat: true });
  });

  it('is told to the audit log, once, however fast quotes come', async () => {
    const records: AuditRecord[] = [];
    await trading.bus.subscribe({
      group: 'audit-of-stops',
      types: ['audit.recorded'],
      handler: (event) =>
        Promise.resolve(void records.push(auditRecordSchema.parse(event.payload))),
    });
    const trader = await newTrader();
    await buy(trader, 'a');
    await trading.quote(
      ...[1, 2, 3, 4].map((cents) => ['EURUSD', `0.9${cents}`, `0.9${cents}`] as const),
    );
    await trading.settleEvents(trader.tenantId);
    // Those of other tenants may come late.
    const ofStops = records.filter(
      ({ action, details }) =>
        action === 'position.stop-loss' && details['accountId'] === trader.accountId,
    );
    expect(ofStops).toMatchObject([
      { actor: { kind: 'SYSTEM', id: 'trading-engine' }, outcome: 'SUCCEEDED' },
    ]);
  });

  it('lets nobody straight back in, not even after a restart, until a person says so', async () => {
    const trader = await newTrader('CONSERVATIVE');
    await buy(trader, 'a');
    await trading.quote(['EURUSD', '0.97', '0.97']);
    const coolDownEndsAt = new Date(trading.clock.nowMs() + 30 * 60_000).toISOString();
    expect(await accountOf(trader)).toMatchObject({ positions: [{ coolDownEndsAt }] });
    await trading.restart();
    await trading.quote(['EURUSD', '1', '1']);
    expect(await buy(trader, 'b')).toBe('COOLING_DOWN');
    await trader.setState('ACTIVE');
    expect(await buy(trader, 'c')).toBe('FILLED');
  });
});

describe('the kill switch', () => {
  it('says flat only when nothing is held and nothing rests', async () => {
    const trader = await newTrader();
    await trader.place({ clientOrderId: 'r', type: 'LIMIT', limitPrice: '0.5' });
    expect(await accountOf(trader)).toMatchObject({ isFlat: false, positions: [] });
    await buy(trader, 'a');
    await trader.setState('HALTED');
    const halted = { isFlat: false, tradingState: 'HALTED' };
    expect(await accountOf(trader)).toMatchObject({
      ...halted,
      positions: [{ quantity: '10000' }],
    });
    // Nothing trades on a halted account: no stop is shown, and none acts.
    expect(await accountOf(trader)).toMatchObject({ positions: [{ stopLossPrice: null }] });
    await trading.quote(['EURUSD', '0.9', '0.9']);
    expect(await accountOf(trader)).toMatchObject(halted);
    await trader.setState('HALTED', true);
    expect(await accountOf(trader)).toMatchObject({ isFlat: true, tradingState: 'HALTED' });
  });

  it('leaves nothing behind when orders keep coming while it is pulled', async () => {
    const trader = await newTrader();
    const place = (index: number) =>
      trader.place({ clientOrderId: `o-${index}`, type: 'LIMIT', limitPrice: '0.5' });
    const [halt] = await Promise.all([
      Promise.all([place(1), place(2)]).then(() => trader.setState('HALTED', true)),
      ...[3, 4, 5, 6, 7, 8].map(place),
    ]);
    expect(halt.account).toMatchObject({ tradingState: 'HALTED' });
    expect(await accountOf(trader)).toMatchObject({ isFlat: true });
    const open = await trader.orders({ status: ['SUBMITTED', 'ACCEPTED', 'PARTIALLY_FILLED'] });
    expect(open.totalCount).toBe(0);
    expect(await buy(trader, 'late')).toBe('TRADING_HALTED');
  });
});
