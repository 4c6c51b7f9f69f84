import type { FormattedExecutionResult } from 'graphql';
import { Counter, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';
import type { RequestIdentity } from '../context/viewer.js';
import type { ContextFactory, GraphQLRequest, SubgraphExecutor } from './subgraph-executor.js';

/** Answers GraphQL requests whose sender is known, and counts them, whichever way they came. */
export type GraphQLAnswers = {
  answer(request: GraphQLRequest, identity: RequestIdentity): Promise<FormattedExecutionResult>;
  /** A request was turned away. */
  refused(): void;
};

export const createGraphQLAnswers = (options: {
  executor: SubgraphExecutor;
  createContext: ContextFactory;
  registry: Registry;
}): GraphQLAnswers => {
  const registers = [options.registry];
  const requests = new Counter({
    name: 'subgraph_requests_total',
    help: 'GraphQL requests by outcome (ok, errors, refused).',
    labelNames: ['outcome'],
    registers,
  });
  const seconds = new Histogram({
    name: 'subgraph_request_duration_seconds',
    help: 'Time to answer a GraphQL request.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
    registers,
  });
  return {
    async answer(request, identity) {
      const stopTimer = seconds.startTimer();
      const result = await options.executor.execute(request, options.createContext(identity));
      requests.inc({ outcome: result.errors ? 'errors' : 'ok' });
      stopTimer();
      return result;
    },
    refused: () => requests.inc({ outcome: 'refused' }),
  };
};
