import type { Instrument } from '../../instruments/instrument.js';
import { BinanceStream } from '../binance/binance-stream.js';
import { parseEventLine } from '../event-line.js';
import type { FeedSink } from '../feed-adapter.js';
import { linesOf } from '../replay/file-lines.js';
import { RecordingError } from '../replay/recording-error.js';
import { minuteOf, quoteOf, rowOf, tradeOf } from './csv-events.js';
import type { RecordingFormat } from './recording-format.js';
import { recordingFormatOf } from './recording-format.js';

/** One line of a recording: when it is due, and what then happens. */
export type RecordedStep = {
  timeMs: number;
  /** From when on everything is told with it, where that is earlier: the opening of a minute. */
  fromMs?: number;
  play: () => Promise<void> | undefined;
};

/** A whole order book of five thousand levels on each side takes some hundred kB. */
const longestLine = 4_194_304;

/** Answers in words why a line is none. */
type Reader = (text: string, line: number) => RecordedStep | string;

/**
 * The lines of a recording whose times are whole instants, in the order of the file; those that cannot be read are told
 * to the sink and skipped.
 * @throws {RecordingError} when the file cannot be read, or its first line does not tell what it holds.
 */
export async function* recordedSteps(
  path: string,
  instrument: Instrument,
  sink: FeedSink,
): AsyncGenerator<RecordedStep> {
  let reader: Reader | undefined;
  let line = 0;
  for await (const texts of linesOf(path, longestLine))
    for (const text of texts) {
      line++;
      if (!reader) {
        const { format, read } = readerFor(path, text, instrument, sink);
        reader = read;
        if (format === 'QUOTES' || format === 'TRADES' || format === 'BARS') continue;
      }
      const step = reader(text, line);
      if (typeof step === 'string') sink.malformed(`${path}:${line} ${step}`);
      else yield step;
    }
}

const readerFor = (
  path: string,
  firstLine: string,
  instrument: Instrument,
  sink: FeedSink,
): { format: RecordingFormat; read: Reader } => {
  const found = recordingFormatOf(firstLine);
  if (!found)
    throw new RecordingError(
      `Cannot tell what ${path} holds: its first line names no columns and is no event.`,
    );
  const { format, columns } = found;
  const { symbol } = instrument;
  const readers: Record<RecordingFormat, () => Reader> = {
    QUOTES: () => (text) => {
      const quote = quoteOf(rowOf(text, columns), symbol);
      if (typeof quote === 'string') return quote;
      return { timeMs: quote.eventTimeMs, play: () => sink.quotes([quote]) };
    },
    TRADES: () => (text, line) => {
      const trade = tradeOf(rowOf(text, columns), symbol, line);
      if (typeof trade === 'string') return trade;
      return { timeMs: trade.eventTimeMs, play: () => sink.trades([trade]) };
    },
    BARS: () => (text) => {
      const minute = minuteOf(rowOf(text, columns), instrument);
      if (typeof minute === 'string') return minute;
      const { openTimeMs, closeTimeMs } = minute;
      return { timeMs: closeTimeMs, fromMs: openTimeMs, play: () => sink.minutes([minute]) };
    },
    EVENTS: () => (text) => {
      const event = parseEventLine(text);
      if (typeof event === 'string') return event;
      return 'quote' in event
        ? { timeMs: event.quote.eventTimeMs, play: () => sink.quotes([event.quote]) }
        : { timeMs: event.trade.eventTimeMs, play: () => sink.trades([event.trade]) };
    },
    BINANCE: () => binanceReader(instrument, sink),
  };
  return { format, read: readers[format]() };
};

/** Lines are `<local ns> <message>`, due when they were received. */
const binanceReader = (instrument: Instrument, sink: FeedSink): Reader => {
  let nowMs = 0;
  // A recording cannot be asked for a snapshot: a book that is broken stays so until the next one in it.
  const stream = new BinanceStream([instrument], {
    sink,
    nowMs: () => nowMs,
    onBroken: () => undefined,
  });
  return (text) => {
    const space = text.indexOf(' ');
    const timeMs = Number(text.slice(0, Math.max(0, space - 6)));
    if (space < 16 || Number.isNaN(timeMs)) return 'does not begin with a time in ns';
    const play = (): Promise<void> | undefined => {
      nowMs = timeMs;
      return stream.take(text.slice(space + 1), timeMs, instrument.symbol);
    };
    return { timeMs, play };
  };
};
