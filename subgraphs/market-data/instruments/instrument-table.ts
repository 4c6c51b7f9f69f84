import { cryptoSchedule, forexSchedule, metalSchedule } from '../sessions/schedule.js';
import type { InstrumentFacts } from './instrument.js';

/** Ticks, lots and limits as OANDA has them for forex and metals, and Binance for crypto. */
const forex = {
  assetClass: 'FOREX',
  tickSize: '0.00001',
  pipSize: '0.0001',
  lotSize: '1',
  minQuantity: '1',
  maxQuantity: '100000000',
  minNotional: null,
  contractSize: '100000',
  schedule: forexSchedule,
} as const;

const metal = {
  assetClass: 'METAL',
  quoteCurrency: 'USD',
  lotSize: '1',
  minQuantity: '1',
  minNotional: null,
  schedule: metalSchedule,
} as const;

const crypto = {
  assetClass: 'CRYPTO',
  quoteCurrency: 'USDT',
  tickSize: '0.01',
  pipSize: '0.01',
  minNotional: '5',
  contractSize: '1',
  schedule: cryptoSchedule,
} as const;

export const instrumentTable: readonly InstrumentFacts[] = [
  {
    ...forex,
    symbol: 'EURUSD',
    name: 'Euro / US dollar',
    baseCurrency: 'EUR',
    quoteCurrency: 'USD',
  },
  {
    ...forex,
    symbol: 'GBPUSD',
    name: 'Pound sterling / US dollar',
    baseCurrency: 'GBP',
    quoteCurrency: 'USD',
  },
  {
    ...forex,
    symbol: 'USDJPY',
    name: 'US dollar / Japanese yen',
    baseCurrency: 'USD',
    quoteCurrency: 'JPY',
    tickSize: '0.001',
    pipSize: '0.01',
  },
  {
    ...forex,
    symbol: 'AUDUSD',
    name: 'Australian dollar / US dollar',
    baseCurrency: 'AUD',
    quoteCurrency: 'USD',
  },
  {
    ...forex,
    symbol: 'USDCHF',
    name: 'US dollar / Swiss franc',
    baseCurrency: 'USD',
    quoteCurrency: 'CHF',
  },
  {
    ...forex,
    symbol: 'USDCAD',
    name: 'US dollar / Canadian dollar',
    baseCurrency: 'USD',
    quoteCurrency: 'CAD',
  },
  {
    ...metal,
    symbol: 'XAUUSD',
    name: 'Gold (troy ounce) / US dollar',
    baseCurrency: 'XAU',
    tickSize: '0.001',
    pipSize: '0.01',
    maxQuantity: '10000',
    contractSize: '100',
  },
  {
    ...metal,
    symbol: 'XAGUSD',
    name: 'Silver (troy ounce) / US dollar',
    baseCurrency: 'XAG',
    tickSize: '0.00001',
    pipSize: '0.0001',
    maxQuantity: '500000',
    contractSize: '5000',
  },
  {
    ...crypto,
    symbol: 'BTCUSDT',
    name: 'Bitcoin / Tether',
    baseCurrency: 'BTC',
    lotSize: '0.00001',
    minQuantity: '0.00001',
    maxQuantity: '9000',
  },
  {
    ...crypto,
    symbol: 'ETHUSDT',
    name: 'Ether / Tether',
    baseCurrency: 'ETH',
    lotSize: '0.0001',
    minQuantity: '0.0001',
    maxQuantity: '9000',
  },
  {
    ...crypto,
    symbol: 'SOLUSDT',
    name: 'Solana / Tether',
    baseCurrency: 'SOL',
    lotSize: '0.001',
    minQuantity: '0.001',
    maxQuantity: '90000',
  },
];
