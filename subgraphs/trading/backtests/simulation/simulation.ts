import { createIdGenerator } from '../../../../foundation/ids/id-generator.js';
import type { IdGenerator } from '../../../../foundation/ids/id-generator.js';
import { seededRandom } from '../../../../foundation/ids/seeded-random.js';
import type { Clock } from '../../../../foundation/time/clock.js';
import { nowOf } from '../../../../foundation/time/clock.js';
import { VirtualClock } from '../../../../foundation/time/virtual-clock.js';
import type { AccountState } from '../../accounts/account.js';
import { freshMarks } from '../../accounts/risk-marks.js';
import { equity } from '../../accounts/valuation.js';
import type { LiveChannels } from '../../engine/live-channels.js';
import type { TradingFloor } from '../../engine/trading-floor.js';
import { createTradingFloor } from '../../engine/trading-floor.js';
import type { Instrument } from '../../instruments/instrument.js';
import type { InstrumentCatalogue } from '../../instruments/instrument-catalogue.js';
import { QuoteBoard } from '../../market/quote-board.js';
import { createSignalTrader } from '../../signals/signal-service.js';
import type { Strategy } from '../../strategies/strategy.js';
import { StrategyRunner } from '../../strategies/strategy-runner.js';
import type { BacktestTerms } from '../backtest.js';
import type { MarketEvent } from './market-tape.js';
import { MemoryLedger } from './memory-ledger.js';
import type { SimulationOutcome } from './simulation-record.js';
import { SimulationRecord } from './simulation-record.js';
import type { SimulationSetup } from './simulation-request.js';

const tenantId = 'backtest';

/** Nobody watches. */
const unwatched: LiveChannels = { publishPositions: () => undefined, committed: () => undefined };

/**
 * A strategy on an account of its own, played on a virtual clock through the very engine that trades live: the same
 * rules, risk check, venue, positions and valuations, kept in memory. The same setup and events give the same outcome.
 */
export class Simulation {
  readonly #clock: VirtualClock;
  readonly #floor: TradingFloor;
  readonly #runner: StrategyRunner;
  readonly #strategy: Strategy;
  readonly #record = new SimulationRecord();
  #failure: Error | null = null;

  constructor(private readonly setup: SimulationSetup) {
    const { terms, limits, maxQuoteAgeMs, warmUp } = setup;
    const clock = new VirtualClock(terms.from.getTime());
    const ids = seededIds(clock, terms.seed);
    const opened = openedAccount(terms, ids, nowOf(clock));
    // What the live service logs and survives would make a backtest untrue: it fails.
    const fail = (details: unknown): void => void (this.#failure ??= causeOf(details));
    const logger = { error: fail, warn: fail };
    const ledger = new MemoryLedger(opened, (changes) => this.#record.record(changes));
    this.#clock = clock;
    this.#strategy = strategyOf(terms, ids, opened.account.id);
    this.#floor = createTradingFloor(
      { clock, ids, logger },
      {
        ...{ ledger, maxQuoteAgeMs },
        limitsOf: () => limits,
        board: new QuoteBoard(),
        catalogue: catalogueOf(setup.instruments),
        liveChannels: () => unwatched,
      },
    );
    this.#runner = new StrategyRunner({
      ...{ clock, logger },
      history: { lastClosed: (symbol) => Promise.resolve([...(warmUp[symbol] ?? [])]) },
      trade: createSignalTrader({ ledger, engine: this.#floor.engine }),
    });
    const { balance } = opened.account;
    this.#record.valued(clock.nowMs(), balance, balance);
  }

  /** Warms the strategy up. */
  start(): Promise<void> {
    return this.#runner.start(tenantId, this.#strategy);
  }

  /**
   * Plays what happened next; every event has its full effect before the next one.
   * @throws {DomainError} QUOTA_EXCEEDED when the strategy places orders without end.
   */
  async play(events: readonly MarketEvent[]): Promise<void> {
    for (const event of events) {
      this.#clock.advanceTo(event.timeMs);
      await this.#settle();
      if ('candle' in event) await this.#runner.onCandles([event.candle]);
      else await this.#floor.reactor.onQuotes([event.quote]);
      await this.#settle();
      if (this.#failure) throw this.#failure;
      this.#record.assertWithinLimits();
    }
  }

  /** What is still open at the end stays open, at its worth. */
  async finish(): Promise<SimulationOutcome> {
    const endMs = this.setup.terms.to.getTime();
    this.#clock.advanceTo(endMs);
    await this.#settle();
    const ref = { tenantId, accountId: this.#strategy.accountId };
    if (this.#floor.engine.peek(ref))
      await this.#floor.engine.change(ref, (draft, { market }) => {
        const worth = equity(draft.state, market);
        if (worth) draft.recordValuation(worth, draft.now);
      });
    this.#runner.close();
    await this.#floor.close();
    if (this.#failure) throw this.#failure;
    return this.#record.outcome(endMs);
  }

  async #settle(): Promise<void> {
    if (!this.#floor.isIdle()) await this.#floor.settle();
  }
}

const causeOf = (details: unknown): Error =>
  details instanceof Object && 'err' in details && details.err instanceof Error
    ? details.err
    : new Error(`a simulation failed: ${JSON.stringify(details)}`);

const seededIds = (clock: Clock, seed: number): IdGenerator => {
  const random = seededRandom(seed);
  return createIdGenerator(clock, (length) =>
    Uint8Array.from({ length }, () => Math.floor(random() * 256)),
  );
};

const openedAccount = (
  { initialBalance, currency }: BacktestTerms,
  ids: IdGenerator,
  now: Date,
): AccountState => ({
  account: {
    id: ids('account'),
    name: 'Backtest',
    venue: 'PAPER',
    ...{ currency, initialBalance },
    balance: initialBalance,
    tradingState: 'ACTIVE',
    marks: freshMarks(initialBalance, now),
    orderEventCount: 0,
    fillCount: 0,
    version: 0,
    createdAt: now,
  },
  positions: new Map(),
  openOrders: new Map(),
  holdings: new Map(),
});

const strategyOf = ({ strategy, from }: BacktestTerms, ids: IdGenerator, accountId: string) => ({
  ...strategy,
  ...{ accountId, id: ids('strategy'), name: 'Backtest' },
  status: 'RUNNING' as const,
  createdAt: from,
  startedAt: from,
  stoppedAt: null,
});

/** When markets were in session is not known of the past: there are quotes, or there are none. */
const catalogueOf = (instruments: readonly Instrument[]): InstrumentCatalogue => ({
  find: (symbol) => instruments.find((instrument) => instrument.symbol === symbol) ?? null,
  all: () => instruments,
  isOpen: () => null,
  ready: () => Promise.resolve(),
});
