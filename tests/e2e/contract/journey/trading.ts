import { expect } from 'expect';
import { accepted, told } from '../answers.js';
import type { Step } from './step.js';

/** Around the clock, also on Sundays. */
export const bitcoin = (clientOrderId: string, side: 'BUY' | 'SELL') => ({
  clientOrderId,
  side,
  symbol: 'BTCUSDT',
  quantity: '0.01',
});

export const seeMarket: Step = {
  title: 'tell the market: instruments, candles, feeds, prices, books',
  async walk(traveller) {
    const { client } = traveller;
    const instruments = await client.send('Instruments');
    expect(instruments.errors).toEqual([]);
    const euro = told(instruments).instruments.find(({ symbol }) => symbol === 'EURUSD');
    expect(euro).toMatchObject({ assetClass: 'FOREX', tickSize: '0.00001', pipSize: '0.0001' });
    traveller.forexIsOpen = euro?.session.isOpen ?? false;

    expect(await client.send('Candles')).toEqual({ data: { candles: [] }, errors: [] });
    expect(await client.send('Feeds')).toMatchObject({
      data: { feeds: [expect.objectContaining({ kind: 'SIMULATOR', status: 'LIVE' })] },
      errors: [],
    });
    expect(await client.firstEvent('Prices')).toMatchObject({
      data: {
        prices: { bid: expect.any(String), instrument: { name: expect.any(String) } },
      },
      errors: [],
    });
    expect(await client.firstEvent('OrderBook')).toMatchObject({ errors: [] });
  },
};

export const seeAccount: Step = {
  title: 'show the paper account that comes with the tenant',
  async walk({ client }) {
    const accounts = await client.send('Accounts');
    expect(accounts).toMatchObject({
      data: { accounts: [{ currency: 'USD', balance: '100000', tradingState: 'ACTIVE' }] },
      errors: [],
    });
    client.learn('accountId', told(accounts).accounts[0]?.id ?? '');
  },
};

export const trade: Step = {
  title: 'place, change, cancel and list orders, and tell of them as they happen',
  async walk(traveller) {
    const { client } = traveller;
    expect(await client.send('PlaceOrder')).toMatchObject(
      accepted('placeOrder', {
        order: traveller.forexIsOpen
          ? { status: 'FILLED', filledQuantity: '10000' }
          : { status: 'DENIED', denialReason: 'MARKET_CLOSED' },
      }),
    );
    const resting = {
      symbol: 'BTCUSDT',
      type: 'LIMIT',
      timeInForce: 'GTC',
      quantity: '0.01',
      limitPrice: '1000.00',
    };
    const limit = await client.send('PlaceOrder', { ...resting, clientOrderId: 'resting' });
    expect(limit).toMatchObject(accepted('placeOrder', { order: { status: 'ACCEPTED' } }));
    client.learn('orderId', told(limit).placeOrder.order.id);

    expect(
      await client.send('ReplaceOrder', { quantity: '0.02', limitPrice: '1100.00' }),
    ).toMatchObject(accepted('replaceOrder', { order: { quantity: '0.02', limitPrice: '1100' } }));
    expect(await client.send('CancelOrder')).toMatchObject(
      accepted('cancelOrder', { order: { status: 'CANCELED' } }),
    );

    const update = await client.firstEvent('OrderUpdates', {
      provoke: (attempt) =>
        client.send('PlaceOrder', { ...resting, clientOrderId: `watched-${attempt}` }),
    });
    expect(update).toMatchObject({
      data: { orderUpdates: { sequence: expect.any(Number), order: { id: expect.any(String) } } },
      errors: [],
    });
    const position = await client.firstEvent('PositionUpdates', {
      provoke: (attempt) => client.send('PlaceOrder', bitcoin(`held-${attempt}`, 'BUY')),
    });
    expect(position).toMatchObject({
      data: { positionUpdates: { instrument: { symbol: expect.any(String) }, side: 'LONG' } },
      errors: [],
    });
    const orders = await client.send('Orders');
    expect(orders).toMatchObject({ data: { orders: { edges: expect.any(Array) } }, errors: [] });
  },
};

export const followSignals: Step = {
  title: 'run strategies, take signals and pass them on',
  async walk({ client }) {
    const created = await client.send('CreateStrategy');
    expect(created).toMatchObject(
      accepted('createStrategy', { strategy: { kind: 'INDICATOR', status: 'CREATED' } }),
    );
    client.learn('strategyId', told(created).createStrategy.strategy.id);
    expect(await client.send('StartStrategy')).toMatchObject(
      accepted('startStrategy', { strategy: { status: 'RUNNING' } }),
    );
    expect(await client.send('SubmitSignal')).toMatchObject(
      accepted('submitSignal', { signal: { id: expect.any(String) } }),
    );
    const signal = await client.firstEvent('Signals', {
      provoke: (attempt) => client.send('SubmitSignal', { signalId: `watched-${attempt}` }),
    });
    expect(signal).toMatchObject({
      data: { signals: { instrument: { symbol: 'EURUSD' }, direction: 'LONG' } },
      errors: [],
    });
    expect(await client.send('StopStrategy')).toMatchObject(
      accepted('stopStrategy', { strategy: { status: 'STOPPED' } }),
    );
  },
};

export const seeCandlesGrow: Step = {
  title: 'tell of candles as they grow',
  async walk({ client }) {
    // Bitcoin, because gold pauses every evening.
    expect(
      await client.firstEvent('CandleUpdates', { change: { symbol: 'BTCUSDT' } }),
    ).toMatchObject({ data: { candleUpdates: { open: expect.any(String) } }, errors: [] });
  },
};
