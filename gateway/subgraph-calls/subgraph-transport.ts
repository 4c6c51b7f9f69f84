import type { SubgraphAnswer } from './read-answer.js';
import type { SubgraphRequest } from './subgraph-request.js';

/** The time that is left for a call, and the signal that ends it. */
export type TransportWindow = { signal: AbortSignal; remainingMs(): number };

/** How requests reach one subgraph: over the network, or within the process. */
export type SubgraphTransport = {
  /**
   * Sends one request and brings its answer.
   * @throws {SubgraphFailure} or an error of the connection when there is no answer; the reason of the signal when the
   * window closed first.
   */
  send(request: SubgraphRequest, window: TransportWindow): Promise<SubgraphAnswer>;
  /** Lets open requests finish. */
  close(): Promise<void>;
};
