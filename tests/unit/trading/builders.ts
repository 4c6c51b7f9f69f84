import { createIdGenerator } from '../../../foundation/ids/id-generator.js';
import type { IdGenerator } from '../../../foundation/ids/id-generator.js';
import { seededBytes } from '../../../foundation/testing/seeded-bytes.js';
import { Decimal } from '../../../foundation/money/decimal.js';
import { VirtualClock } from '../../../foundation/time/virtual-clock.js';
import type { AccountState } from '../../../subgraphs/trading/accounts/account.js';
import { AccountDraft } from '../../../subgraphs/trading/accounts/account-draft.js';
import { defaultAccount } from '../../../subgraphs/trading/accounts/default-account.js';
import type { Desk } from '../../../subgraphs/trading/engine/desk.js';
import type { Instrument } from '../../../subgraphs/trading/instruments/instrument.js';
import type { InstrumentCatalogue } from '../../../subgraphs/trading/instruments/instrument-catalogue.js';
import { marketAt } from '../../../subgraphs/trading/market/market.js';
import type { Quote } from '../../../subgraphs/trading/market/quote.js';
import type { Order, OrderTerms } from '../../../subgraphs/trading/orders/order.js';
import { initialOrder } from '../../../subgraphs/trading/orders/order.js';
import type { ProfileLimits } from '../../../subgraphs/trading/risk/risk-profile.js';
import type { RiskLimits } from '../../../subgraphs/trading/risk/pre-trade-risk.js';

export const d = (value: string | number): Decimal => new Decimal(value);

/** A Wednesday noon in London. */
export const noonMs = Date.parse('2026-03-04T12:00:00.000Z');

type Facts = Pick<Instrument, 'symbol' | 'assetClass' | 'baseCurrency' | 'quoteCurrency'> & {
  tickSize: string;
  lotSize: string;
};

const instrument = ({ tickSize, lotSize, ...facts }: Facts): Instrument => ({
  ...facts,
  tickSize: d(tickSize),
  lotSize: d(lotSize),
  minQuantity: d(lotSize),
  maxQuantity: d('100000000'),
  minNotional: facts.assetClass === 'CRYPTO' ? d(5) : null,
});

const forex = (baseCurrency: string, quoteCurrency: string, tickSize: string): Instrument =>
  instrument({
    symbol: baseCurrency + quoteCurrency,
    assetClass: 'FOREX',
    ...{ baseCurrency, quoteCurrency, tickSize },
    lotSize: '1000',
  });

export const instruments: readonly Instrument[] = [
  forex('EUR', 'USD', '0.00001'),
  forex('GBP', 'USD', '0.00001'),
  forex('USD', 'JPY', '0.001'),
  forex('EUR', 'CHF', '0.00001'),
  instrument({
    symbol: 'XAUUSD',
    assetClass: 'METAL',
    baseCurrency: 'XAU',
    quoteCurrency: 'USD',
    tickSize: '0.01',
    lotSize: '1',
  }),
  instrument({
    symbol: 'BTCUSDT',
    assetClass: 'CRYPTO',
    baseCurrency: 'BTC',
    quoteCurrency: 'USDT',
    tickSize: '0.01',
    lotSize: '0.00001',
  }),
];

export const catalogue: InstrumentCatalogue = {
  find: (symbol) => instruments.find((known) => known.symbol === symbol) ?? null,
  all: () => instruments,
  isOpen: () => true,
  ready: () => Promise.resolve(),
};

export const quote = (symbol: string, bid: string, ask: string, receivedAtMs = noonMs): Quote => ({
  symbol,
  bid: d(bid),
  ask: d(ask),
  receivedAtMs,
});

/** Prices that make arithmetic easy to follow. */
export const usualQuotes: readonly Quote[] = [
  quote('EURUSD', '1.09999', '1.10000'),
  quote('GBPUSD', '1.29990', '1.30000'),
  quote('USDJPY', '149.999', '150.001'),
  quote('XAUUSD', '1999.50', '2000.00'),
  quote('BTCUSDT', '49999.99', '50000.00'),
];

/** Lets everything through. */
const boundless: ProfileLimits = {
  maxPositionOfEquity: d(1_000),
  maxLeverage: d(1_000),
  maxDailyLoss: d(1_000),
  maxDrawdown: d(1_000),
  maxOrdersPerMinute: 1_000_000,
  priceCollar: d(1_000),
  ...{ coolDownMinutes: 0, maxStopsPerDay: 1_000_000 },
};

export const usualLimits: RiskLimits = {
  ...{ maxOrderNotional: d(1_000_000), maxOpenOrders: 200 },
  ...{ profile: boundless, maxPositionSize: null, stopLossThreshold: null },
};

export const seededIds = (seed = 7): IdGenerator =>
  createIdGenerator(new VirtualClock(noonMs), seededBytes(seed));

type DeskOptions = {
  quotes?: readonly Quote[];
  nowMs?: number;
  limits?: Partial<RiskLimits>;
  isOpen?: boolean;
  ids?: IdGenerator;
};

export const deskWith = (options: DeskOptions = {}): Desk => {
  const quotes = options.quotes ?? usualQuotes;
  return {
    market: marketAt({
      catalogue: { ...catalogue, isOpen: () => options.isOpen ?? true },
      quotes: new Map(quotes.map((known) => [known.symbol, known])),
      nowMs: options.nowMs ?? noonMs,
      maxQuoteAgeMs: 30_000,
    }),
    ids: options.ids ?? seededIds(),
    limits: { ...usualLimits, ...options.limits },
  };
};

export const openedAccount = (balance = '100000'): AccountState => ({
  account: defaultAccount('ten_a', d(balance), new Date(noonMs)),
  positions: new Map(),
  openOrders: new Map(),
  holdings: new Map(),
});

export const draftOf = (state: AccountState = openedAccount(), nowMs = noonMs): AccountDraft =>
  new AccountDraft(state, seededIds(11), new Date(nowMs));

let counter = 0;

export const terms = (changes: Partial<OrderTerms> = {}): OrderTerms => ({
  clientOrderId: `client-${++counter}`,
  symbol: 'EURUSD',
  side: 'BUY',
  type: 'MARKET',
  timeInForce: changes.type && changes.type !== 'MARKET' ? 'GTC' : 'IOC',
  quantity: d(10_000),
  limitPrice: null,
  stopPrice: null,
  ...changes,
});

export const order = (changes: Partial<OrderTerms> = {}): Order =>
  initialOrder(terms(changes), {
    id: 'ord_1',
    accountId: 'acc_1',
    strategyId: null,
    signalId: null,
    createdAt: new Date(noonMs),
    expiresAt: null,
    fingerprint: '',
  });
