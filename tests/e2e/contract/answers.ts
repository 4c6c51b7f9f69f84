import type { Answer } from './contract-client.js';

/** What is read from answers; everything else is compared as it came. */
export type Told = {
  signUp: { session: { accessToken: string; refreshToken: string }; tenant: { id: string } };
  instruments: { symbol: string; session: { isOpen: boolean } }[];
  accounts: { id: string }[];
  placeOrder: { order: { id: string } };
  createStrategy: { strategy: { id: string } };
  createProvider: { provider: { id: string } };
  createApiKey: { secret: string };
  finalizeUpcomingInvoice: { invoice: { id: string } };
  payInvoice: { payment: { id: string } };
  runBacktest: { backtest: { id: string } };
  backtest: {
    orders: { totalCount: number };
    performance: { totalReturn: number; maxDrawdown: number; trades: number };
    equityCurve: { equity: string; drawdown: number }[];
  };
  trainModel: { job: { id: string } };
  trainingJob: { status: string; model: { id: string; version: number } | null };
};
export const told = (answer: Answer): Told => answer.data as Told;

export const accepted = (field: string, payload: object) => ({
  data: { [field]: { ...payload, userErrors: [] } },
  errors: [],
});
