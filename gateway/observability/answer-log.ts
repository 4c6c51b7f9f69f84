import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import type { Viewer } from '../../foundation/context/viewer.js';
import type { Logger } from '../../foundation/logging/logger.js';
import { isPublic } from '../errors/public-error.js';
import type { GatewayMetrics } from './gateway-metrics.js';
import type { UsageMeter } from './usage-meter.js';

/** What is written down of every query and mutation, whichever way it was answered. */
export type AnswerLog = {
  /** Faults of ours, in full. */
  faults(errors: readonly GraphQLError[], requestId: string): void;
  /** That an operation was answered: counted, timed, metered. */
  answered(answer: {
    viewer: Viewer;
    /** `query`, `mutation`, or `unknown` for what never became an operation. */
    operation: string;
    result: { data?: unknown; errors?: readonly GraphQLFormattedError[] | undefined };
    startedAt: number;
  }): void;
};

export const createAnswerLog = ({
  metrics,
  usage,
  logger,
}: {
  metrics: GatewayMetrics;
  usage: UsageMeter;
  logger: Logger;
}): AnswerLog => ({
  faults(errors, requestId) {
    for (const error of errors)
      if (!isPublic(error))
        logger.error(
          { err: error.originalError ?? error, requestId, path: error.path },
          'a request failed',
        );
  },
  answered({ viewer, operation, result, startedAt }) {
    usage.count(viewer, 'api_calls');
    const seconds = (performance.now() - startedAt) / 1_000;
    metrics.requestAnswered(operation, outcomeOf(result), seconds);
  },
});

const outcomeOf = (result: { data?: unknown; errors?: unknown }): string => {
  if (!result.errors) return 'ok';
  return result.data ? 'partial' : 'error';
};
