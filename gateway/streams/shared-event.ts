import type { FormattedExecutionResult } from 'graphql';

/** Why events are missing that nobody will get. */
export type StreamGap = { reason: 'UPSTREAM_LOST' | 'SCHEMA_RELOAD' | 'SESSION_CHANGED' };

/** What one reader has to know beside the event itself. */
export type EventNotice = {
  /** How many older events of the same key this one stands for. */
  conflated: number;
  gap: StreamGap | null;
};

export type StreamFacts = {
  gatewayTime: string;
  eventTime?: string;
  cursor?: string;
};

/** The source has been silent: the event is what it said last. */
export type StaleNotice = { silentForMs: number };

type EventTraits = { key: string | null; conflated: number; hasErrors: boolean };

const closers = '}}}';

/**
 * One event of a shared stream, serialised once. What differs between readers (their own count, what they missed)
 * stands at the end, so that everything before it is the same bytes for all of them, and for those who are level with
 * each other the whole is.
 */
export class SharedEvent {
  /** What it replaces; null when it must be kept. */
  readonly key: string | null;
  /** How many events it stood for already when it was resolved. */
  readonly conflated: number;
  readonly hasErrors: boolean;
  #level: { sequence: number; bytes: Buffer } | undefined;

  private constructor(
    private readonly head: string,
    readonly facts: StreamFacts,
    { key, conflated, hasErrors }: EventTraits,
  ) {
    this.key = key;
    this.conflated = conflated;
    this.hasErrors = hasErrors;
  }

  static of(
    { errors, data, extensions }: FormattedExecutionResult,
    facts: StreamFacts,
    traits: Omit<EventTraits, 'hasErrors'>,
  ): SharedEvent {
    const whole = JSON.stringify({
      ...(errors && { errors }),
      ...(data !== undefined && { data }),
      // Last of all, and within it the stream: the text is continued from there.
      extensions: { ...extensions, stream: facts },
    });
    const head = whole.slice(0, -closers.length);
    return new SharedEvent(head, facts, { ...traits, hasErrors: errors !== undefined });
  }

  /** The same again, for as long as its source says nothing newer. */
  asStale(stale: StaleNotice): SharedEvent {
    const head = `${this.head},"stale":${JSON.stringify(stale)}`;
    const { key, hasErrors } = this;
    return new SharedEvent(head, this.facts, { key, conflated: 0, hasErrors });
  }

  /** The message's payload for a reader whose `sequence`th event it is. */
  bytesFor(sequence: number, { conflated, gap }: EventNotice): Buffer {
    const isPlain = conflated === 0 && gap === null;
    if (isPlain && this.#level?.sequence === sequence) return this.#level.bytes;
    const notices =
      (conflated > 0 ? `,"conflated":${conflated}` : '') +
      (gap ? `,"gap":${JSON.stringify(gap)}` : '');
    const bytes = Buffer.from(`${this.head},"sequence":${sequence}${notices}${closers}`);
    if (isPlain) this.#level = { sequence, bytes };
    return bytes;
  }
}
