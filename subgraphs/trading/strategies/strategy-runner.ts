import type { CandleUpdate } from '../../../foundation/events/candle-events.js';
import type { Logger } from '../../../foundation/logging/logger.js';
import type { Clock } from '../../../foundation/time/clock.js';
import type { SignalIntent } from '../signals/signal.js';
import type { CandleHistory } from './candle-history.js';
import type { Cross } from './ema-cross.js';
import { warmUpLength } from './ema-cross.js';
import type { Strategy, StrategyRule } from './strategy.js';
import { StrategyFeed } from './strategy-feed.js';

/** What a rule looks at in a candle that was told. */
export type ToldCandle = Pick<
  CandleUpdate,
  'symbol' | 'interval' | 'openTimeMs' | 'closeTimeMs' | 'complete' | 'partial'
> & { mid: { close: string } };

type Running = {
  tenantId: string;
  strategy: Strategy;
  rule: StrategyRule;
  feeds: ReadonlyMap<string, StrategyFeed>;
};

/** Pauses between attempts to fetch the history; after the last one the strategy learns from live candles alone. */
const retryDelaysMs = [500, 1_000, 2_000, 4_000, 8_000];

/** Runs the INDICATOR strategies: feeds them closed candles and has their signals traded. */
export class StrategyRunner {
  readonly #running = new Map<string, Running>();
  readonly #heldTenants = new Set<string>();

  constructor(
    private readonly deps: {
      history: CandleHistory;
      trade: (
        tenantId: string,
        strategy: Strategy,
        intent: SignalIntent,
        isRunning: () => boolean,
      ) => Promise<void>;
      clock: Clock;
      logger: Pick<Logger, 'error' | 'warn'>;
    },
  ) {}

  /**
   * Resolves when the strategy is warm, or the history could not be had at once: then it is asked for again in the
   * background. Either way the strategy misses no candle that closes from now on.
   */
  async start(tenantId: string, strategy: Strategy): Promise<void> {
    const { rule } = strategy;
    if (!rule || this.#running.has(strategy.id)) return;
    const feeds = new Map(strategy.symbols.map((symbol) => [symbol, new StrategyFeed(rule)]));
    const running = { tenantId, strategy, rule, feeds };
    this.#running.set(strategy.id, running);
    await Promise.all(strategy.symbols.map((symbol) => this.#warmUp(running, symbol, 0)));
  }

  stop(strategyId: string): void {
    this.#running.delete(strategyId);
  }

  /** The tenant's strategies go on learning from candles, but trade no more until they are released. */
  hold(tenantId: string): void {
    this.#heldTenants.add(tenantId);
  }

  release(tenantId: string): void {
    this.#heldTenants.delete(tenantId);
  }

  /** The tenant is no more. */
  forget(tenantId: string): void {
    for (const [strategyId, running] of this.#running)
      if (running.tenantId === tenantId) this.#running.delete(strategyId);
  }

  close(): void {
    this.#running.clear();
  }

  /** Resolves when the orders that the candles led to are committed. */
  async onCandles(updates: readonly ToldCandle[]): Promise<void> {
    const work: Promise<void>[] = [];
    for (const update of updates) {
      // A partly observed candle is not the market's: no rule is applied to it.
      if (!update.complete || update.partial) continue;
      const candle = { openTimeMs: update.openTimeMs, close: Number(update.mid.close) };
      for (const running of this.#running.values()) {
        if (running.strategy.interval !== update.interval) continue;
        const cross = running.feeds.get(update.symbol)?.onCandle(candle);
        if (cross && this.#mayTrade(running)) work.push(this.#trade(running, update, cross));
      }
    }
    if (work.length > 0) await Promise.all(work);
  }

  #mayTrade(running: Running): boolean {
    const { tenantId, strategy } = running;
    return this.#running.get(strategy.id) === running && !this.#heldTenants.has(tenantId);
  }

  async #trade(running: Running, update: ToldCandle, cross: Cross): Promise<void> {
    const { tenantId, strategy } = running;
    try {
      const isRunning = () => this.#mayTrade(running);
      await this.deps.trade(tenantId, strategy, intentOf(running, update, cross), isRunning);
    } catch (error) {
      this.deps.logger.error(
        { err: error, tenantId, strategyId: strategy.id, symbol: update.symbol },
        'a signal was not traded',
      );
    }
  }

  async #warmUp(running: Running, symbol: string, attempt: number): Promise<void> {
    const { strategy, rule, feeds } = running;
    if (this.#running.get(strategy.id) !== running) return;
    try {
      const options = { nowMs: this.deps.clock.nowMs(), count: warmUpLength(rule) };
      const history = await this.deps.history.lastClosed(symbol, strategy.interval, options);
      feeds.get(symbol)?.warmUp(history);
    } catch (error) {
      this.deps.logger.warn({ err: error, strategyId: strategy.id, symbol }, 'no candle history');
      const delayMs = retryDelaysMs[attempt];
      if (delayMs === undefined) feeds.get(symbol)?.warmUp([]);
      else this.deps.clock.schedule(delayMs, () => void this.#warmUp(running, symbol, attempt + 1));
    }
  }
}

const intentOf = ({ strategy, rule }: Running, update: ToldCandle, cross: Cross): SignalIntent => ({
  // One signal per candle, even if the candle is told again after a restart.
  externalId: `candle-${update.symbol}-${update.closeTimeMs}`,
  strategyId: strategy.id,
  symbol: update.symbol,
  direction: cross.direction,
  confidence: null,
  rationale:
    `EMA(${rule.fast}) ${format(cross.fast)} crossed ${cross.direction === 'LONG' ? 'above' : 'below'} ` +
    `EMA(${rule.slow}) ${format(cross.slow)} at the ${strategy.interval} close`,
  generatedAt: new Date(update.closeTimeMs),
});

const format = (value: number): string => value.toPrecision(8);
