/** How a simulated market behaves: orders of magnitude of the real one, not a forecast. */
export type MarketProfile = {
  /** Where a world begins that has no past. */
  startPrice: number;
  /** Standard deviation of a year's log return. */
  annualVolatility: number;
  /** Usual distance of ask and bid, in ticks. */
  spreadTicks: number;
  quotesPerSecond: number;
  /** Usual quantity at the best price, in lots. */
  topLots: number;
};

/** Columns: start price, annual volatility, spread in ticks, quotes per second, lots at the best price. */
const table: Readonly<Record<string, readonly [number, number, number, number, number]>> = {
  EURUSD: [1.085, 0.07, 12, 2.5, 1_500_000],
  GBPUSD: [1.27, 0.08, 15, 2, 1_000_000],
  USDJPY: [150, 0.1, 13, 2.5, 1_500_000],
  AUDUSD: [0.66, 0.1, 13, 1.5, 1_000_000],
  USDCHF: [0.88, 0.08, 16, 1.5, 1_000_000],
  USDCAD: [1.36, 0.07, 17, 1.5, 1_000_000],
  XAUUSD: [2_400, 0.15, 350, 2.5, 300],
  XAGUSD: [29, 0.28, 2_200, 1.5, 8_000],
  BTCUSDT: [65_000, 0.5, 1, 5, 150_000],
  ETHUSDT: [3_200, 0.65, 1, 4, 150_000],
  SOLUSDT: [150, 0.8, 1, 3, 200_000],
};

export const marketProfileOf = (symbol: string): MarketProfile => {
  const row = table[symbol];
  if (!row) throw new Error(`The simulator knows no market ${symbol}.`);
  const [startPrice, annualVolatility, spreadTicks, quotesPerSecond, topLots] = row;
  return { startPrice, annualVolatility, spreadTicks, quotesPerSecond, topLots };
};
