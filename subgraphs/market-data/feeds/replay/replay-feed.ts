import type { Clock } from '../../../../foundation/time/clock.js';
import type { VirtualClock } from '../../../../foundation/time/virtual-clock.js';
import type { InstrumentCatalogue } from '../../instruments/instrument-catalogue.js';
import type { FeedAdapter, FeedSink, RawQuote } from '../feed-adapter.js';
import type { Burst } from './merge-by-time.js';
import { mergeByTime } from './merge-by-time.js';
import { recordedQuotes } from './recorded-quotes.js';
import type { RefusedLine } from './recorded-quotes.js';
import type { Recording, RecordingSource } from './recording.js';
import { describeRecording } from './recording.js';
import { RecordingError } from './recording-error.js';
import { ReplayCount } from './replay-summary.js';
import type { ReplaySummary } from './replay-summary.js';

const dayMs = 86_400_000;
/** At full speed nothing waits for input; every so often the rest of the process gets its turn. */
const burstsPerTurn = 256;

export type ReplayOptions = {
  name: string;
  files: readonly RecordingSource[];
  /** `full`: as fast as the consumers take it; otherwise a multiple of the recorded pace. */
  speed: 'full' | number;
  /** `original`: quotes keep their recorded times; `rebased`: the recording happens now. */
  time: 'original' | 'rebased';
  /** With original times: the platform's clock, which the recording then moves. */
  drive?: VirtualClock | undefined;
  /** Measures the pace; the machine's clock, also where the platform's clock is virtual. */
  pace: Clock;
};

/** @throws {RecordingError} when the options contradict each other or a file's symbol or day cannot be told. */
export const createReplayFeed = (
  options: ReplayOptions,
  catalogue: InstrumentCatalogue,
): ReplayFeed => {
  if (options.files.length === 0) throw new RecordingError('A replay needs at least one file.');
  if (options.speed !== 'full' && !(options.speed > 0))
    throw new RecordingError('The speed of a replay is "full" or a positive number.');
  if (options.speed === 'full' && options.time === 'rebased')
    throw new RecordingError('A replay at full speed keeps its original times.');
  const recordings = options.files.map((source) => describeRecording(source, catalogue));
  return new ReplayFeed(options, recordings);
};

/** Plays recorded quotes, several files side by side in order of time. */
export class ReplayFeed implements FeedAdapter {
  readonly name: string;
  readonly kind = 'REPLAY';
  readonly tells = { trades: false, orderBooks: false };
  readonly timeline;
  readonly symbols: readonly string[];
  readonly #count: ReplayCount;
  #playing: Promise<ReplaySummary> | undefined;
  /** The recorded time and the clock's time of the first burst: what pace and rebased times count from. */
  #began: { dataMs: number; clockMs: number } | undefined;
  #stopped = false;
  #endPause: (() => void) | undefined;

  constructor(
    private readonly options: ReplayOptions,
    readonly recordings: readonly Recording[],
  ) {
    this.name = options.name;
    this.timeline = options.time === 'original' ? ('DATA' as const) : ('CLOCK' as const);
    this.symbols = [...new Set(recordings.map(({ instrument }) => instrument.symbol))];
    this.#count = new ReplayCount(options.name);
  }

  /** From when on the recording of a symbol tells every quote. */
  observedFrom(symbol: string): number {
    const days = this.recordings.filter(({ instrument }) => instrument.symbol === symbol);
    return Math.min(...days.map(({ midnightMs }) => midnightMs));
  }

  start(sink: FeedSink): Promise<void> {
    this.#playing ??= this.#play(sink);
    // Whoever waits in `finished` is told of a failure.
    this.#playing.catch(() => undefined);
    return Promise.resolve();
  }

  /** Resolves when the recording has been played to its end or was stopped. */
  async finished(): Promise<ReplaySummary> {
    if (!this.#playing) throw new Error(`the replay ${this.name} has not been started`);
    return this.#playing;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#endPause?.();
    await this.#playing?.catch(() => undefined);
  }

  async #play(sink: FeedSink): Promise<ReplaySummary> {
    for (const day of byDay(this.recordings)) {
      const sources = day.map((recording) =>
        recordedQuotes(recording, (line) => this.#refuse(line, sink)),
      );
      for await (const burst of mergeByTime(sources)) {
        this.#began ??= { dataMs: burst.timeMs, clockMs: this.options.pace.nowMs() };
        await this.#pauseUntil(this.#clockTimeOf(burst.timeMs));
        if (this.#stopped) return this.#count.summary(false);
        await this.#deliver(burst, sink);
      }
      if (this.timeline === 'DATA') this.#reach(sink, (day[0]?.midnightMs ?? 0) + dayMs);
    }
    return this.#count.summary(true);
  }

  async #deliver(burst: Burst, sink: FeedSink): Promise<void> {
    this.#count.add(burst);
    if (this.timeline === 'DATA') {
      this.#reach(sink, burst.timeMs);
      await sink.quotes(burst.quotes);
    } else {
      const rebased = (quote: RawQuote): RawQuote => ({
        ...quote,
        eventTimeMs: this.#clockTimeOf(quote.eventTimeMs),
      });
      await sink.quotes(burst.quotes.map(rebased));
    }
    if (this.#count.bursts % burstsPerTurn === 0) await nextTurn();
  }

  #reach(sink: FeedSink, timeMs: number): void {
    this.options.drive?.advanceTo(timeMs);
    sink.timeReached(timeMs);
  }

  #refuse(line: RefusedLine, sink: FeedSink): void {
    this.#count.refuse(line);
    sink.malformed(`${line.file}:${line.line} ${line.reason}`);
  }

  /** When a recorded instant is due: N times the pace is N times as short. */
  #clockTimeOf(dataMs: number): number {
    const { speed } = this.options;
    if (speed === 'full' || !this.#began) return -Infinity;
    return this.#began.clockMs + (dataMs - this.#began.dataMs) / speed;
  }

  async #pauseUntil(clockMs: number): Promise<void> {
    const waitMs = clockMs - this.options.pace.nowMs();
    if (waitMs <= 0 || this.#stopped) return;
    await new Promise<void>((resolve) => {
      const cancel = this.options.pace.schedule(waitMs, resolve);
      this.#endPause = () => {
        cancel();
        resolve();
      };
    });
  }
}

const byDay = (recordings: readonly Recording[]): Recording[][] => {
  const days = new Map<number, Recording[]>();
  for (const recording of recordings) {
    const day = days.get(recording.midnightMs);
    if (day) day.push(recording);
    else days.set(recording.midnightMs, [recording]);
  }
  return [...days].sort(([a], [b]) => a - b).map(([, day]) => day);
};

const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });
