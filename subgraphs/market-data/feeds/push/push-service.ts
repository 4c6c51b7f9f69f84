import { createHash, timingSafeEqual } from 'node:crypto';
import { DomainError } from '../../../../foundation/errors/domain-error.js';
import type { Logger } from '../../../../foundation/logging/logger.js';
import type { Clock } from '../../../../foundation/time/clock.js';
import type { FeedIngest, RawEvent } from '../../ingest/feed-ingest.js';
import type { TickRepository } from '../../ticks/tick-repository.js';
import type { TradeRepository } from '../../trades/trade-repository.js';
import { parseEventLine } from '../event-line.js';
import type { PushAnswer, PushBatchRepository } from './push-batch-repository.js';
import type { PushFeed } from './push-feed.js';

export type PushService = {
  /** The feed that shows this key. */
  authenticate(key: string | undefined): PushFeed | null;
  /**
   * Takes a batch of lines; answers once it is stored for good. The same key and body again give the same answer and
   * nothing more.
   * @throws {DomainError} IDEMPOTENCY_MISMATCH for a key with another body, INVALID_INPUT for no or too many lines,
   * SERVICE_UNAVAILABLE when it could not be stored: then the same batch may be sent again.
   */
  take(feed: PushFeed, batch: { key: string; body: string }): Promise<PushAnswer>;
};

const mostLines = 20_000;
const keptRejections = 100;

export type PushServiceDeps = {
  clock: Clock;
  logger: Logger;
  feeds: readonly PushFeed[];
  ticks: TickRepository;
  trades: TradeRepository;
  batches: PushBatchRepository;
  /** Null while the feed does not run. */
  ingestOf: (feed: PushFeed) => FeedIngest | null;
};

export const createPushService = (deps: PushServiceDeps): PushService => {
  const lanes = new Map(deps.feeds.map((feed) => [feed, new PushLane(deps, feed)]));
  return {
    authenticate: (key) =>
      key === undefined ? null : (deps.feeds.find((feed) => isKeyOf(feed, key)) ?? null),

    async take(feed, batch) {
      const lane = lanes.get(feed);
      if (!lane) throw new Error(`there is no push feed ${feed.name}`);
      return lane.take(batch);
    },
  };
};

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

const isKeyOf = ({ keyHash }: PushFeed, key: string): boolean =>
  timingSafeEqual(sha256(key), Buffer.from(keyHash, 'hex'));

/** The batches of one feed, one after the other: their events keep their order. */
class PushLane {
  #tail: Promise<unknown> = Promise.resolve();
  /** Keys of batches of which nobody knows whether they were stored. */
  readonly #doubtful = new Set<string>();

  constructor(
    private readonly deps: PushServiceDeps,
    private readonly feed: PushFeed,
  ) {}

  take(batch: { key: string; body: string }): Promise<PushAnswer> {
    const turn = this.#tail.then(() => this.#take(batch));
    this.#tail = turn.catch(() => undefined);
    return turn;
  }

  async #take({ key, body }: { key: string; body: string }): Promise<PushAnswer> {
    const ingest = this.deps.ingestOf(this.feed);
    if (!ingest) throw new DomainError('SERVICE_UNAVAILABLE', `${this.feed.name} does not run.`);
    const bodyHash = sha256(body).toString('hex');
    const known = await this.#ask(() => this.deps.batches.find(this.feed.name, key));
    if (known && known.bodyHash !== bodyHash)
      throw new DomainError('IDEMPOTENCY_MISMATCH', 'This key came with another body before.');
    if (known && !this.#doubtful.has(key)) return known.answer;
    return this.#store(ingest, { key, body, bodyHash }, known !== null);
  }

  async #store(
    ingest: FeedIngest,
    { key, body, bodyHash }: { key: string; body: string; bodyHash: string },
    isStored: boolean,
  ): Promise<PushAnswer> {
    const { events, refused } = read(body);
    const { batches, ticks, trades, clock } = this.deps;
    let answer: PushAnswer = { accepted: 0, rejected: 0, rejections: [] };
    await this.#ask(() =>
      ingest.durably(
        events.map(({ event }) => event),
        async (batch) => {
          answer = answerOf(events, refused, batch.reasons);
          if (isStored) return;
          const receivedAtMs = clock.nowMs();
          await ticks.prepare(batch.ticks);
          await trades.prepare(batch.trades);
          this.#doubtful.add(key);
          await batches.atomically(async (on) => {
            await batches.insert({ feed: this.feed.name, key, bodyHash, answer, receivedAtMs }, on);
            if (batch.ticks.length > 0) await ticks.insert(batch.ticks, on);
            if (batch.trades.length > 0) await trades.insert(batch.trades, on);
          });
        },
      ),
    );
    this.#doubtful.delete(key);
    for (const { line, reason } of refused) ingest.malformed(`line ${line} ${reason}`);
    return answer;
  }

  async #ask<TAnswer>(work: () => Promise<TAnswer>): Promise<TAnswer> {
    try {
      return await work();
    } catch (error) {
      this.deps.logger.warn({ err: error, feed: this.feed.name }, 'a pushed batch was not stored');
      throw new DomainError('SERVICE_UNAVAILABLE', 'The batch could not be stored; send it again.');
    }
  }
}

type NumberedEvent = { line: number; event: RawEvent };
type Refusal = { line: number; reason: string };

const read = (body: string): { events: NumberedEvent[]; refused: Refusal[] } => {
  const lines = body.split('\n').map((text, index) => ({ text: text.trim(), line: index + 1 }));
  const written = lines.filter(({ text }) => text !== '');
  if (written.length === 0) throw new DomainError('INVALID_INPUT', 'The body has no lines.');
  if (written.length > mostLines)
    throw new DomainError('INVALID_INPUT', `A batch has at most ${mostLines} lines.`);
  const events: NumberedEvent[] = [];
  const refused: Refusal[] = [];
  for (const { text, line } of written) {
    const event = parseEventLine(text);
    if (typeof event === 'string') refused.push({ line, reason: `MALFORMED: ${event}` });
    else events.push({ line, event });
  }
  return { events, refused };
};

/** @param reasons why each event was rejected, null where it was accepted. */
const answerOf = (
  events: readonly NumberedEvent[],
  refused: readonly Refusal[],
  reasons: readonly (string | null)[],
): PushAnswer => {
  const rejections = events.flatMap(({ line }, index): Refusal[] => {
    const reason = reasons[index];
    return reason === null || reason === undefined ? [] : [{ line, reason }];
  });
  const all = [...refused, ...rejections].sort((a, b) => a.line - b.line);
  return {
    accepted: events.length - rejections.length,
    rejected: all.length,
    rejections: all.slice(0, keptRejections),
  };
};
