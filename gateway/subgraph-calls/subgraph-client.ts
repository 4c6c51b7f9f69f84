import type { GraphQLDataSource } from '@apollo/gateway';
import { Pool } from 'undici';
import type { Logger } from '../../foundation/logging/logger.js';
import { identityHeader } from '../../foundation/subgraph/graphql-route.js';
import type { Clock } from '../../foundation/time/clock.js';
import type { GatewayContext } from '../context/gateway-context.js';
import { createCallWindow } from './call-window.js';
import type { CallWindow } from './call-window.js';
import { CircuitBreaker } from '../../foundation/resilience/circuit-breaker.js';
import type { Pass } from '../../foundation/resilience/circuit-breaker.js';
import { isMutation } from './failed-fields.js';
import { readAnswer } from './read-answer.js';
import type { SubgraphAnswer } from './read-answer.js';
import { isConnectionFailure, SubgraphFailure, unreachable } from './subgraph-failure.js';
import { failureAnswer } from './failure-answer.js';

export type SubgraphClientOptions = {
  name: string;
  url: string;
  clock: Clock;
  logger: Logger;
  timeoutMs: number;
  connections: number;
  circuit: { failures: number; cooldownMs: number };
  /** Told of every call: how long it took and how it ended. */
  observe: (outcome: string, seconds: number) => void;
};

export type SubgraphClient = GraphQLDataSource<GatewayContext> & {
  readonly circuit: CircuitBreaker;
  /** Lets open calls finish, then closes the connections. */
  close(): Promise<void>;
};

/**
 * Calls one subgraph over kept-alive connections: bounded in time, vouched for by a signed identity, tried once more
 * when a query finds its connection broken, and not tried at all while the subgraph keeps failing. It never throws:
 * a failed call is an answer whose errors stand at the fields that are missing.
 */
export const createSubgraphClient = (options: SubgraphClientOptions): SubgraphClient => {
  const { origin, pathname } = new URL(options.url);
  const pool = new Pool(origin, {
    connections: options.connections,
    // The call window is the one clock that counts; undici's own timers would add two more per call.
    headersTimeout: 0,
    bodyTimeout: 0,
    connectTimeout: options.timeoutMs,
  });
  const circuit = new CircuitBreaker(options.clock, options.circuit);

  const post = async (call: Call): Promise<SubgraphAnswer> => {
    const { window, context } = call;
    const response = await pool.request({
      method: 'POST',
      path: pathname,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        [identityHeader]: context.identityFor(options.name),
        'x-request-id': context.requestId,
        'x-request-deadline': String(window.remainingMs()),
      },
      body: call.body,
      signal: window.signal,
    });
    return readAnswer(response.statusCode, await response.body.text());
  };

  const attempt = async (call: Call): Promise<SubgraphAnswer> => {
    try {
      return await post(call);
    } catch (error) {
      const mayTryAgain = !call.isMutation && call.window.signal.reason === undefined;
      if (mayTryAgain && isConnectionFailure(error)) return post(call);
      throw error;
    }
  };

  return {
    circuit,
    async process({ request, context: given }) {
      const context = given as GatewayContext;
      const query = request.query ?? '';
      const startedAt = performance.now();
      const window = createCallWindow(options.clock, context, options.timeoutMs);
      const pass = circuit.tryPass();
      try {
        if (!pass) throw new SubgraphFailure('circuit-open', 'left alone for a while', false);
        const body = bodyOf(request);
        const answer = await attempt({ body, context, window, isMutation: isMutation(query) });
        pass.succeeded();
        observeSince(startedAt, answer.errors ? 'errors' : 'ok', options);
        return answer;
      } catch (error) {
        const failure = asFailure(error, window);
        settle(pass, failure, window);
        observeSince(startedAt, failure.kind, options);
        logFailure(options, failure, context.requestId);
        const errors = failureAnswer(failure, query, request.variables?.['representations']);
        return { errors };
      } finally {
        window.close();
      }
    },
    close: () => pool.close(),
  };
};

type Call = { body: string; context: GatewayContext; window: CallWindow; isMutation: boolean };

const bodyOf = (request: {
  query?: string;
  variables?: Record<string, unknown>;
  operationName?: string;
}): string =>
  JSON.stringify({
    query: request.query,
    variables: request.variables,
    operationName: request.operationName,
  });

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
