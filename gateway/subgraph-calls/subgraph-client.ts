import type { GraphQLDataSource } from '@apollo/gateway';
import type { Logger } from '../../foundation/logging/logger.js';
import { CircuitBreaker } from '../../foundation/resilience/circuit-breaker.js';
import type { Pass } from '../../foundation/resilience/circuit-breaker.js';
import type { Clock } from '../../foundation/time/clock.js';
import type { GatewayContext } from '../context/gateway-context.js';
import { createCallWindow } from './call-window.js';
import type { CallWindow } from './call-window.js';
import { isMutation } from './failed-fields.js';
import { failureAnswer } from './failure-answer.js';
import type { SubgraphAnswer } from './read-answer.js';
import { isConnectionFailure, SubgraphFailure, unreachable } from './subgraph-failure.js';
import { prepareOperationText } from './subgraph-request.js';
import type { SubgraphRequest } from './subgraph-request.js';
import type { SubgraphTransport } from './subgraph-transport.js';

export type SubgraphClientOptions = {
  name: string;
  transport: SubgraphTransport;
  clock: Clock;
  logger: Logger;
  timeoutMs: number;
  circuit: { failures: number; cooldownMs: number };
  /** Told of every call: how long it took and how it ended. */
  observe: (outcome: string, seconds: number) => void;
};

export type SubgraphClient = GraphQLDataSource<GatewayContext> & {
  readonly circuit: CircuitBreaker;
  /** Sends an operation; never throws: see {@link createSubgraphClient}. */
  ask(request: SubgraphRequest): Promise<SubgraphAnswer>;
  /** Lets open calls finish, then closes the connections. */
  close(): Promise<void>;
};

/**
 * Calls one subgraph: bounded in time, tried once more when a query finds its connection broken, and not tried at all
 * while the subgraph keeps failing. It never throws: a failed call is an answer whose errors stand at the fields that
 * are missing.
 */
export const createSubgraphClient = (options: SubgraphClientOptions): SubgraphClient => {
  const { transport } = options;
  const circuit = new CircuitBreaker(options.clock, options.circuit);

  const attempt = async (request: SubgraphRequest, window: CallWindow): Promise<SubgraphAnswer> => {
    try {
      return await transport.send(request, window);
    } catch (error) {
      const mayTryAgain = request.operation.kind === 'query' && window.signal.reason === undefined;
      if (mayTryAgain && isConnectionFailure(error)) return transport.send(request, window);
      throw error;
    }
  };

  const ask = async (request: SubgraphRequest): Promise<SubgraphAnswer> => {
    const startedAt = performance.now();
    const window = createCallWindow(options.clock, request.context, options.timeoutMs);
    const pass = circuit.tryPass();
    try {
      if (!pass) throw new SubgraphFailure('circuit-open', 'left alone for a while', false);
      const answer = await attempt(request, window);
      pass.succeeded();
      observeSince(startedAt, answer.errors ? 'errors' : 'ok', options);
      return answer;
    } catch (error) {
      const failure = asFailure(error, window);
      settle(pass, failure, window);
      observeSince(startedAt, failure.kind, options);
      logFailure(options, failure, request.context.requestId);
      return { errors: failureAnswer(failure, request) };
    } finally {
      window.close();
    }
  };

  return {
    circuit,
    ask,
    /** As Apollo's executor asks; the events of streams still come this way. */
    process: ({ request: { query = '', operationName: name, variables = {} }, context }) =>
      ask({
        operation: prepareOperationText({
          text: query,
          name,
          kind: isMutation(query) ? 'mutation' : 'query',
        }),
        variables,
        context: context as GatewayContext,
      }),
    close: () => transport.close(),
  };
};

const asFailure = (error: unknown, window: CallWindow): SubgraphFailure => {
  if (error instanceof SubgraphFailure) return error;
  if (window.signal.reason instanceof SubgraphFailure) return window.signal.reason;
  return unreachable(error);
};

const settle = (pass: Pass | null, failure: SubgraphFailure, window: CallWindow): void => {
  const isOurs = failure.kind === 'aborted' || (failure.kind === 'deadline' && !window.isFull);
  if (isOurs) pass?.abandoned();
  else pass?.failed();
};

const observeSince = (
  startedAt: number,
  outcome: string,
  { observe }: SubgraphClientOptions,
): void => observe(outcome, (performance.now() - startedAt) / 1_000);

const logFailure = (
  { logger, name }: SubgraphClientOptions,
  failure: SubgraphFailure,
  requestId: string,
): void => {
  if (failure.kind === 'aborted') return;
  logger.warn(
    { subgraph: name, kind: failure.kind, reason: failure.message, requestId },
    'a subgraph did not answer',
  );
};
