import type { Clock } from '../../foundation/time/clock.js';
import type { SubgraphLocation } from '../supergraph/generation.js';
import { UpstreamConnection } from './upstream-connection.js';
import type { UpstreamRequest, UpstreamSink } from './upstream-connection.js';

/** One connection per subgraph, made when the first stream needs it. */
export class UpstreamConnections {
  readonly #byUrl = new Map<string, UpstreamConnection>();

  constructor(private readonly clock: Clock) {}

  /** Starts a stream; returns how to close it. */
  open({ url }: SubgraphLocation, request: UpstreamRequest, sink: UpstreamSink): () => void {
    let connection = this.#byUrl.get(url);
    if (!connection) {
      connection = new UpstreamConnection(url, this.clock);
      this.#byUrl.set(url, connection);
    }
    return connection.open(request, sink);
  }

  async close(): Promise<void> {
    const connections = [...this.#byUrl.values()];
    this.#byUrl.clear();
    await Promise.all(connections.map((connection) => connection.close()));
  }
}
