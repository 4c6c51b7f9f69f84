import type { InProcessSubgraph } from '../../foundation/subgraph/in-process-subgraph.js';
import type { SubgraphAnswer } from './read-answer.js';
import { SubgraphFailure } from './subgraph-failure.js';
import type { SubgraphRequest } from './subgraph-request.js';
import type { SubgraphTransport } from './subgraph-transport.js';

/** Calls a subgraph that runs in this very process: no connection, no JSON text, no signature to check. */
export const createInProcessTransport = (subgraph: InProcessSubgraph): SubgraphTransport => ({
  send(request, { signal }) {
    if (signal.aborted) return Promise.reject(signal.reason as Error);
    if (!subgraph.isServing)
      return Promise.reject(new SubgraphFailure('unreachable', 'it does not serve', false));
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', giveUp, { once: true });
      execute(subgraph, request)
        .then(resolve, reject)
        .finally(() => {
          signal.removeEventListener('abort', giveUp);
        });
    });
  },
  close: () => Promise.resolve(),
});

const execute = async (
  subgraph: InProcessSubgraph,
  { operation, variables, context }: SubgraphRequest,
): Promise<SubgraphAnswer> => {
  const request = { query: operation.text, operationName: operation.name, variables };
  try {
    return await subgraph.execute(request, context.identity);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SubgraphFailure('bad-answer', reason, true);
  }
};
