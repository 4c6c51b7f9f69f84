import type { CandleInterval, CandleUpdate } from '../../../foundation/events/candle-events.js';
import type { Bar } from '../../../foundation/ml/bar.js';
import type { ClosedBars } from '../../../foundation/ml/closed-bars.js';
import type { Clock } from '../../../foundation/time/clock.js';

/** More than any feature looks back at, or any horizon ahead; a prediction's outcome is looked for within it. */
const length = 300;

type Market = { symbol: string; interval: CandleInterval };

/** The newest closed bars of each market that a model waits for: read once, then kept up by live candles. */
export class BarWindows {
  readonly #windows = new Map<string, Bar[]>();

  constructor(private readonly deps: { bars: ClosedBars; clock: Clock }) {}

  /**
   * The window with this candle at its end. The first one of a market is read from market-data; when that fails the
   * next candle tries again.
   */
  async append(update: CandleUpdate): Promise<readonly Bar[]> {
    const key = keyOf(update);
    const window = this.#windows.get(key) ?? (await this.#read(update, update.openTimeMs));
    const bar = toBar(update);
    // Market-data may have stored it before we read, and a replayed candle is told twice.
    const before = window.filter(({ openTimeMs }) => openTimeMs < bar.openTimeMs);
    const next = [...before, bar].slice(-length);
    this.#windows.set(key, next);
    return next;
  }

  /** The window as it stands, read anew when nothing keeps it up. */
  async latest(market: Market): Promise<readonly Bar[]> {
    return this.#windows.get(keyOf(market)) ?? (await this.#read(market, this.deps.clock.nowMs()));
  }

  #read({ symbol, interval }: Market, untilMs: number): Promise<Bar[]> {
    return this.deps.bars.latest(symbol, interval, { untilMs, count: length });
  }
}

const keyOf = ({ symbol, interval }: Market): string => `${symbol} ${interval}`;

const toBar = ({ openTimeMs, closeTimeMs, mid, ask }: CandleUpdate): Bar => {
  const close = Number(mid.close);
  return {
    ...{ openTimeMs, closeTimeMs, close },
    ...{ open: Number(mid.open), high: Number(mid.high), low: Number(mid.low) },
    halfSpread: Math.max(0, Number(ask.close) - close),
  };
};
