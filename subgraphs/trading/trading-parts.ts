import type { InternalClient } from '../../foundation/subgraph/internal-client.js';
import { createInternalClient } from '../../foundation/subgraph/internal-client.js';
import type { JobQueue } from '../../foundation/jobs/job-queue.js';
import { createOutboxRelay } from '../../foundation/messaging/outbox-relay.js';
import type { OutboxRelay } from '../../foundation/messaging/outbox-relay.js';
import type { ServiceDeps } from '../../foundation/subgraph/service.js';
import { AccountService } from './accounts/account-service.js';
import { createDatabaseLedger } from './accounts/ledger-repository.js';
import { BacktestService } from './backtests/backtest-service.js';
import { createMarketDataHistory } from './backtests/market-data-history.js';
import type { MarketHistory } from './backtests/market-history.js';
import type { SimulationRunner } from './backtests/simulation/simulation-runner.js';
import { createWorkerThreadRunner } from './backtests/simulation/worker-thread-runner.js';
import { serviceName } from './engine/account-engine.js';
import { createLiveChannels } from './engine/live-channels.js';
import type { TradingFloor } from './engine/trading-floor.js';
import { createTradingFloor } from './engine/trading-floor.js';
import type { InstrumentCatalogue } from './instruments/instrument-catalogue.js';
import { createMarketDataInstruments } from './instruments/market-data-instruments.js';
import type { BacktestRuns } from './jobs/run-backtest.js';
import { createBacktestRuns } from './jobs/run-backtest.js';
import { QuoteBoard } from './market/quote-board.js';
import { OrderService } from './orders/order-service.js';
import type { RiskLimits } from './risk/pre-trade-risk.js';
import { profileLimits } from './risk/risk-profile.js';
import type { TenantRisk } from './risk/tenant-risk.js';
import { TenantRiskService } from './risk/tenant-risk-service.js';
import type { TradingSettings } from './settings.js';
import { createSignalTrader, SignalService } from './signals/signal-service.js';
import type { CandleHistory } from './strategies/candle-history.js';
import { createMarketDataCandles } from './strategies/market-data-candles.js';
import { StrategyRunner } from './strategies/strategy-runner.js';
import { StrategyService } from './strategies/strategy-service.js';

export type TradingOptions = {
  settings: Omit<TradingSettings, 'TRADING_PORT'>;
  jobs: JobQueue;
  /** Where market-data answers; asked when it is first needed. By default MARKET_DATA_URL. */
  marketDataUrl?: () => string;
  /** Instead of those that market-data tells. */
  instruments?: InstrumentCatalogue;
  /** Instead of those that market-data keeps. */
  candles?: CandleHistory;
  /** Instead of what market-data keeps. */
  history?: MarketHistory;
  /** Instead of worker threads. */
  simulations?: SimulationRunner;
};

export type TradingParts = {
  floor: TradingFloor;
  catalogue: InstrumentCatalogue;
  runner: StrategyRunner;
  relay: OutboxRelay;
  risk: TenantRiskService;
  accounts: AccountService;
  orders: OrderService;
  strategies: StrategyService;
  signals: SignalService;
  backtests: BacktestService;
  backtestRuns: BacktestRuns;
  simulations: SimulationRunner;
  marketData: InternalClient;
};

/** Every part of the service, put together; nothing runs yet. */
export const createTradingParts = (deps: ServiceDeps, options: TradingOptions): TradingParts => {
  const { settings } = options;
  const marketData = marketDataClient(
    deps,
    options.marketDataUrl ?? (() => settings.MARKET_DATA_URL),
  );
  const board = new QuoteBoard();
  const catalogue =
    options.instruments ??
    createMarketDataInstruments({
      client: marketData,
      clock: deps.clock,
      onQuote: (quote) => board.restore(quote),
    });
  const relay = createOutboxRelay({ ...deps, service: serviceName });
  const ledger = createDatabaseLedger({ ...deps, relay });
  const risk = new TenantRiskService(deps);
  const limitsOf = (tenantId: string) => limitsFor(settings, risk.of(tenantId));
  const floor = createTradingFloor(deps, {
    ...{ board, catalogue, ledger, limitsOf },
    liveChannels: (market) => createLiveChannels({ ...deps, market, limitsOf }),
    maxQuoteAgeMs: settings.TRADING_MAX_QUOTE_AGE_MS,
  });
  const { engine, market } = floor;
  const candles = options.candles ?? createMarketDataCandles(marketData);
  const runner = new StrategyRunner({
    ...deps,
    history: candles,
    trade: createSignalTrader({ ledger, engine }),
  });
  const accounts = new AccountService({
    ...{ ...deps, engine, relay, market, limitsOf },
    paperBalance: settings.TRADING_PAPER_BALANCE,
  });
  const strategies = new StrategyService({ ...deps, accounts, engine, catalogue, runner, relay });
  const signals = new SignalService({
    ...{ ...deps, ledger, engine, strategies, catalogue },
    maxSignalAgeMs: settings.TRADING_MAX_SIGNAL_AGE_MS,
  });
  const orders = new OrderService({ ...deps, engine, accounts, catalogue });
  const history = options.history ?? createMarketDataHistory(marketData);
  const simulations = options.simulations ?? createWorkerThreadRunner();
  const backtestRuns = createBacktestRuns({
    ...{ ...deps, history, candles, catalogue },
    limitsOf: (tenantRisk) => limitsFor(settings, tenantRisk),
    ...{ jobs: options.jobs, runner: simulations },
    maxQuoteAgeMs: settings.TRADING_MAX_QUOTE_AGE_MS,
  });
  const backtests = new BacktestService({
    ...{ ...deps, catalogue, history, relay, risk },
    runs: backtestRuns,
  });
  return {
    ...{ floor, catalogue, runner, relay, risk, marketData, simulations, backtestRuns },
    ...{ accounts, orders, strategies, signals, backtests },
  };
};

const limitsFor = (
  settings: TradingOptions['settings'],
  { profile, maxPositionSize, stopLossThreshold }: TenantRisk,
): RiskLimits => ({
  maxOrderNotional: settings.TRADING_MAX_ORDER_NOTIONAL,
  maxOpenOrders: settings.TRADING_MAX_OPEN_ORDERS,
  profile: profileLimits[profile],
  ...{ maxPositionSize, stopLossThreshold },
});

/** Opened at the first request: in one process the address is known only once market-data listens. */
const marketDataClient = (deps: ServiceDeps, url: () => string): InternalClient => {
  let client: InternalClient | undefined;
  const open = () =>
    (client ??= createInternalClient({
      ...deps,
      url: url(),
      audience: 'market-data',
      caller: serviceName,
      scopes: ['market:read'],
    }));
  return {
    request: (query, variables) => open().request(query, variables),
    close: async () => client?.close(),
  };
};
