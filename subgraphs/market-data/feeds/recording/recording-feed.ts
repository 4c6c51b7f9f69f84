import type { Clock } from '../../../../foundation/time/clock.js';
import type { Instrument } from '../../instruments/instrument.js';
import type { FeedAdapter, FeedContent, FeedSink } from '../feed-adapter.js';
import type { ReplaySummary } from '../replay/replay-summary.js';
import { recordedSteps } from './recorded-steps.js';

/** At full speed nothing waits for input; every so often the rest of the process gets its turn. */
const stepsPerTurn = 1_024;

export type RecordingFeedOptions = {
  name: string;
  path: string;
  instrument: Instrument;
  /** `full`: as fast as the consumers take it; otherwise a multiple of the recorded pace. */
  speed: 'full' | number;
  /** Measures the pace. */
  pace: Clock;
};

/**
 * Plays a file whose lines have whole instants, at those times: CSV of quotes, trades or minutes, events as in
 * `POST /ingest`, or a capture of Binance's websocket.
 */
export class RecordingFeed implements FeedAdapter {
  readonly name: string;
  readonly kind = 'REPLAY';
  readonly timeline = 'DATA';
  readonly tells: FeedContent = { trades: true, orderBooks: true };
  readonly symbols: readonly string[];
  #playing: Promise<ReplaySummary> | undefined;
  #stopped = false;
  #endPause: (() => void) | undefined;

  constructor(private readonly options: RecordingFeedOptions) {
    this.name = options.name;
    this.symbols = [options.instrument.symbol];
  }

  start(sink: FeedSink): Promise<void> {
    this.#playing ??= this.#play(sink);
    // Whoever waits in `finished` is told of a failure.
    this.#playing.catch(() => undefined);
    return Promise.resolve();
  }

  /** Resolves when the recording has been played to its end or was stopped. */
  async finished(): Promise<ReplaySummary> {
    if (!this.#playing) throw new Error(`the recording ${this.name} has not been started`);
    return this.#playing;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#endPause?.();
    await this.#playing?.catch(() => undefined);
  }

  async #play(sink: FeedSink): Promise<ReplaySummary> {
    const { path, instrument } = this.options;
    const refused: string[] = [];
    const counting: FeedSink = {
      quotes: (burst) => sink.quotes(burst),
      trades: (burst) => sink.trades(burst),
      minutes: (minutes) => sink.minutes(minutes),
      orderBook: (book) => sink.orderBook(book),
      timeReached: (timeMs) => sink.timeReached(timeMs),
      missedUntil: (timeMs) => sink.missedUntil(timeMs),
      notice: (notice) => sink.notice(notice),
      malformed(detail) {
        refused.push(detail);
        sink.malformed(detail);
      },
    };
    let steps = 0;
    let began: { dataMs: number; clockMs: number } | undefined;
    let lastTimeMs: number | null = null;
    for await (const step of recordedSteps(path, instrument, counting)) {
      began ??= this.#begin(sink, step.fromMs ?? step.timeMs);
      await this.#pauseUntil(step.timeMs, began);
      if (this.#stopped) break;
      await step.play();
      lastTimeMs = step.timeMs;
      if (++steps % stepsPerTurn === 0) await nextTurn();
    }
    const firstTimeMs = began?.dataMs ?? null;
    const { symbol } = instrument;
    return {
      ...{ feed: this.name, complete: !this.#stopped, ticks: steps, firstTimeMs, lastTimeMs },
      symbols:
        firstTimeMs === null || lastTimeMs === null
          ? []
          : [{ symbol, ticks: steps, firstTimeMs, lastTimeMs }],
      rejectedLineCount: refused.length,
      rejectedLines: [],
    };
  }

  /** What lies before the first line was not seen: the candles that it falls into are partial. */
  #begin(sink: FeedSink, dataMs: number): { dataMs: number; clockMs: number } {
    sink.missedUntil(dataMs);
    return { dataMs, clockMs: this.options.pace.nowMs() };
  }

  async #pauseUntil(
    timeMs: number,
    { dataMs, clockMs }: { dataMs: number; clockMs: number },
  ): Promise<void> {
    const { speed, pace } = this.options;
    if (speed === 'full') return;
    const waitMs = clockMs + (timeMs - dataMs) / speed - pace.nowMs();
    if (waitMs <= 0 || this.#stopped) return;
    await new Promise<void>((resolve) => {
      const cancel = pace.schedule(waitMs, resolve);
      this.#endPause = () => {
        cancel();
        resolve();
      };
    });
  }
}

const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });
