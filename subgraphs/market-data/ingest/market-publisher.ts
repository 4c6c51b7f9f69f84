import {
  candleRevisionsChannel,
  candlesChannel,
} from '../../../foundation/events/candle-events.js';
import type { CandleUpdate } from '../../../foundation/events/candle-events.js';
import { quotesChannel } from '../../../foundation/events/quotes.js';
import type { Quote } from '../../../foundation/events/quotes.js';
import type { Logger } from '../../../foundation/logging/logger.js';
import type { Broadcast } from '../../../foundation/messaging/broadcast.js';

type Message =
  | { channel: typeof quotesChannel; items: Quote[] }
  | { channel: typeof candlesChannel | typeof candleRevisionsChannel; items: CandleUpdate[] };

/**
 * Tells quotes and closed candles to the platform, one message at a time and in the order in which they happened.
 * What arrives while a message is on its way travels together in the next one. When listeners are so slow that
 * `capacity` quotes wait, only the newest quote of each symbol is kept; candles never go.
 */
export class MarketPublisher {
  #waiting: Message[] = [];
  #waitingQuotes = 0;
  #delivery: Promise<void> | undefined;

  constructor(
    private readonly broadcast: Broadcast,
    private readonly logger: Logger,
    private readonly capacity = 10_000,
  ) {}

  quote(quote: Quote): void {
    const last = this.#waiting.at(-1);
    if (last?.channel === quotesChannel) last.items.push(quote);
    else this.#waiting.push({ channel: quotesChannel, items: [quote] });
    if (++this.#waitingQuotes > this.capacity) this.#conflate();
    this.#delivery ??= this.#deliver();
  }

  candle(candle: CandleUpdate): void {
    this.#addCandle(candlesChannel, candle);
  }

  /** A candle that was told as closed before. */
  revisedCandle(candle: CandleUpdate): void {
    this.#addCandle(candleRevisionsChannel, candle);
  }

  #addCandle(
    channel: typeof candlesChannel | typeof candleRevisionsChannel,
    candle: CandleUpdate,
  ): void {
    const last = this.#waiting.at(-1);
    if (last?.channel === channel) last.items.push(candle);
    else this.#waiting.push({ channel, items: [candle] });
    this.#delivery ??= this.#deliver();
  }

  /** Resolves when all that was given so far has been delivered. */
  async settled(): Promise<void> {
    await this.#delivery;
  }

  async #deliver(): Promise<void> {
    // The rest of the burst that is being taken in joins the first message.
    await Promise.resolve();
    for (let message = this.#next(); message; message = this.#next()) {
      try {
        await this.broadcast.publish(message.channel, message.items);
      } catch (error) {
        this.logger.error({ err: error, channel: message.channel }, 'a market message is lost');
      }
    }
    this.#delivery = undefined;
  }

  #next(): Message | undefined {
    const message = this.#waiting.shift();
    if (message?.channel === quotesChannel) this.#waitingQuotes -= message.items.length;
    return message;
  }

  #conflate(): void {
    const seen = new Set<string>();
    const isNewest = ({ symbol }: Quote): boolean => !seen.has(symbol) && Boolean(seen.add(symbol));
    const kept: Message[] = [];
    this.#waitingQuotes = 0;
    for (const message of this.#waiting.reverse()) {
      if (message.channel === quotesChannel) {
        message.items = message.items.reverse().filter(isNewest).reverse();
        if (message.items.length === 0) continue;
        this.#waitingQuotes += message.items.length;
      }
      kept.push(message);
    }
    this.#waiting = kept.reverse();
  }
}
