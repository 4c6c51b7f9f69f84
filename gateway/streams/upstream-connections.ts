import type { Clock } from '../../foundation/time/clock.js';
import type { SubgraphLocation } from '../supergraph/generation.js';
import { UpstreamConnection } from './upstream-connection.js';
import type { UpstreamRequest, UpstreamSink } from './upstream-connection.js';

/** Saves a reconnect when the last stream ends just before the next begins. */
const idleMs = 1_000;

/** One connection per subgraph, made when the first stream needs it and closed a while after the last has ended. */
export class UpstreamConnections {
  readonly #byUrl = new Map<string, UpstreamConnection>();

  constructor(private readonly clock: Clock) {}

  /** Starts a stream; returns how to close it. */
  open({ url }: SubgraphLocation, request: UpstreamRequest, sink: UpstreamSink): () => void {
    return this.#connectionTo(url).open(request, sink);
  }

  async close(): Promise<void> {
    const connections = [...this.#byUrl.values()];
    this.#byUrl.clear();
    await Promise.all(connections.map((connection) => connection.close()));
  }

  #connectionTo(url: string): UpstreamConnection {
    const known = this.#byUrl.get(url);
    if (known && !known.isSpent) return known;
    void known?.close();
    const connection: UpstreamConnection = new UpstreamConnection(url, this.clock, () =>
      this.clock.schedule(idleMs, () => this.#closeIdle(url, connection)),
    );
    this.#byUrl.set(url, connection);
    return connection;
  }

  /** Taken out of the map first: a stream that begins while it closes gets a connection of its own. */
  #closeIdle(url: string, connection: UpstreamConnection): void {
    if (!connection.isIdle || this.#byUrl.get(url) !== connection) return;
    this.#byUrl.delete(url);
    void connection.close();
  }
}
