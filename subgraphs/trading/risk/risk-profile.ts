import { Decimal } from '../../../foundation/money/decimal.js';

export const riskProfiles = ['CONSERVATIVE', 'MODERATE', 'AGGRESSIVE'] as const;
export type RiskProfile = (typeof riskProfiles)[number];

/** What a profile allows. Fractions are of the account's equity. */
export type ProfileLimits = {
  /** Value of the largest position in one instrument. */
  maxPositionOfEquity: Decimal;
  /** Value of all positions together. */
  maxLeverage: Decimal;
  /** Loss since the start of the trading day after which only reducing orders pass. */
  maxDailyLoss: Decimal;
  /** Fall below the highest equity after which only reducing orders pass. */
  maxDrawdown: Decimal;
  /** In a minute of the clock. */
  maxOrdersPerMinute: number;
  /** How far a limit may lie on the far side of the market, as a fraction of the price. */
  priceCollar: Decimal;
  /** How long nothing is opened again in an instrument whose position was stopped out. */
  coolDownMinutes: number;
  /** Positions stopped out in a trading day after which only reducing orders pass. */
  maxStopsPerDay: number;
};

const limits = (
  [maxPositionOfEquity, maxLeverage]: [number, number],
  [maxDailyLoss, maxDrawdown]: [string, string],
  rest: Pick<ProfileLimits, 'maxOrdersPerMinute' | 'coolDownMinutes' | 'maxStopsPerDay'> & {
    priceCollar: string;
  },
): ProfileLimits => ({
  maxPositionOfEquity: new Decimal(maxPositionOfEquity),
  maxLeverage: new Decimal(maxLeverage),
  maxDailyLoss: new Decimal(maxDailyLoss),
  maxDrawdown: new Decimal(maxDrawdown),
  ...rest,
  priceCollar: new Decimal(rest.priceCollar),
});

/** Published in the README and by `riskProfiles`; asset classes' own leverage holds besides. */
export const profileLimits: Readonly<Record<RiskProfile, ProfileLimits>> = {
  CONSERVATIVE: limits([1, 2], ['0.02', '0.1'], {
    maxOrdersPerMinute: 600,
    priceCollar: '0.01',
    ...{ coolDownMinutes: 30, maxStopsPerDay: 3 },
  }),
  MODERATE: limits([3, 5], ['0.05', '0.2'], {
    maxOrdersPerMinute: 6_000,
    priceCollar: '0.03',
    ...{ coolDownMinutes: 10, maxStopsPerDay: 5 },
  }),
  AGGRESSIVE: limits([10, 20], ['0.1', '0.35'], {
    maxOrdersPerMinute: 60_000,
    priceCollar: '0.05',
    ...{ coolDownMinutes: 1, maxStopsPerDay: 10 },
  }),
};
