import type { FeedAdapter } from '../feed-adapter.js';

/** A feed that is sent to us: it delivers nothing by itself. */
export class PushFeed implements FeedAdapter {
  readonly kind = 'PUSH';
  readonly timeline = 'CLOCK';
  readonly tells = { trades: true, orderBooks: false };

  constructor(
    readonly name: string,
    readonly symbols: readonly string[],
    /** SHA-256 of the key that its sender shows, in hex. */
    readonly keyHash: string,
  ) {}

  start(): Promise<void> {
    return Promise.resolve();
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }
}
