import { Decimal, decimalText } from '../../../../foundation/money/decimal.js';
import type { Instrument } from '../../instruments/instrument.js';
import { textOrNull } from '../../orders/order-view.js';
import type { RiskLimits } from '../../risk/pre-trade-risk.js';
import type { ClosedCandle } from '../../strategies/candle-history.js';
import type { BacktestTerms } from '../backtest.js';

/** Everything that a simulation rests on besides the market. */
export type SimulationSetup = {
  terms: BacktestTerms;
  instruments: readonly Instrument[];
  limits: RiskLimits;
  maxQuoteAgeMs: number;
  /** By symbol: what had closed when the simulation begins, oldest first. */
  warmUp: Readonly<Record<string, readonly ClosedCandle[]>>;
};

/** The same in values that may cross to another thread: decimals are text, dates stay dates. */
export type SimulationRequest = ReturnType<typeof toRequest>;

const limitsToText = ({ profile, ...limits }: RiskLimits) => ({
  maxOpenOrders: limits.maxOpenOrders,
  maxOrderNotional: decimalText(limits.maxOrderNotional),
  maxPositionSize: textOrNull(limits.maxPositionSize),
  stopLossThreshold: textOrNull(limits.stopLossThreshold),
  profile: {
    maxPositionOfEquity: decimalText(profile.maxPositionOfEquity),
    maxLeverage: decimalText(profile.maxLeverage),
    maxDailyLoss: decimalText(profile.maxDailyLoss),
    maxDrawdown: decimalText(profile.maxDrawdown),
    maxOrdersPerMinute: profile.maxOrdersPerMinute,
    priceCollar: decimalText(profile.priceCollar),
    coolDownMinutes: profile.coolDownMinutes,
    maxStopsPerDay: profile.maxStopsPerDay,
  },
});

const limitsFromText = ({ profile, ...limits }: ReturnType<typeof limitsToText>): RiskLimits => ({
  maxOpenOrders: limits.maxOpenOrders,
  maxOrderNotional: new Decimal(limits.maxOrderNotional),
  maxPositionSize: decimalOfText(limits.maxPositionSize),
  stopLossThreshold: decimalOfText(limits.stopLossThreshold),
  profile: {
    maxPositionOfEquity: new Decimal(profile.maxPositionOfEquity),
    maxLeverage: new Decimal(profile.maxLeverage),
    maxDailyLoss: new Decimal(profile.maxDailyLoss),
    maxDrawdown: new Decimal(profile.maxDrawdown),
    maxOrdersPerMinute: profile.maxOrdersPerMinute,
    priceCollar: new Decimal(profile.priceCollar),
    coolDownMinutes: profile.coolDownMinutes,
    maxStopsPerDay: profile.maxStopsPerDay,
  },
});

const decimalOfText = (text: string | null): Decimal | null =>
  text === null ? null : new Decimal(text);

export const toRequest = (setup: SimulationSetup) => {
  const { terms, instruments, limits, maxQuoteAgeMs, warmUp } = setup;
  const { sizing } = terms.strategy;
  return {
    ...{ maxQuoteAgeMs, warmUp },
    terms: {
      ...terms,
      initialBalance: decimalText(terms.initialBalance),
      strategy: {
        ...terms.strategy,
        sizing: { ...sizing, quantity: decimalText(sizing.quantity) },
      },
    },
    limits: limitsToText(limits),
    instruments: instruments.map((instrument) => ({
      ...instrument,
      tickSize: decimalText(instrument.tickSize),
      lotSize: decimalText(instrument.lotSize),
      minQuantity: decimalText(instrument.minQuantity),
      maxQuantity: decimalText(instrument.maxQuantity),
      minNotional: textOrNull(instrument.minNotional),
    })),
  };
};

export const fromRequest = (request: SimulationRequest): SimulationSetup => {
  const { terms, instruments, limits, maxQuoteAgeMs, warmUp } = request;
  const { sizing } = terms.strategy;
  return {
    ...{ maxQuoteAgeMs, warmUp },
    terms: {
      ...terms,
      initialBalance: new Decimal(terms.initialBalance),
      strategy: {
        ...terms.strategy,
        sizing: { ...sizing, quantity: new Decimal(sizing.quantity) },
      },
    },
    limits: limitsFromText(limits),
    instruments: instruments.map((instrument) => ({
      ...instrument,
      tickSize: new Decimal(instrument.tickSize),
      lotSize: new Decimal(instrument.lotSize),
      minQuantity: new Decimal(instrument.minQuantity),
      maxQuantity: new Decimal(instrument.maxQuantity),
      minNotional: decimalOfText(instrument.minNotional),
    })),
  };
};
