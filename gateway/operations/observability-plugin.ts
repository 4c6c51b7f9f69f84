import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from '../../foundation/logging/logger.js';
import type { GatewayContext } from '../context/gateway-context.js';
import { isPublic, publicError } from '../errors/public-error.js';
import type { GatewayMetrics } from '../observability/gateway-metrics.js';
import type { UsageMeter } from '../observability/usage-meter.js';

/** Counts and times every query and mutation, logs faults of ours in full, and tells the client where to find them. */
export const observabilityPlugin = ({
  metrics,
  usage,
  logger,
}: {
  metrics: GatewayMetrics;
  usage: UsageMeter;
  logger: Logger;
}): ApolloServerPlugin<GatewayContext> => ({
  requestDidStart({ contextValue: { requestId, viewer } }) {
    const startedAt = performance.now();
    return Promise.resolve({
      didEncounterErrors({ errors }) {
        for (const error of errors)
          if (!isPublic(error))
            logger.error(
              { err: error.originalError ?? error, requestId, path: error.path },
              'a request failed',
            );
        return Promise.resolve();
      },

      willSendResponse({ response, operation }) {
        if (response.body.kind !== 'single') return Promise.resolve();
        const { singleResult } = response.body;
        if (singleResult.errors)
          singleResult.errors = singleResult.errors.map((error) => publicError(error, requestId));
        usage.count(viewer, 'api_calls');
        metrics.requestAnswered(
          operation?.operation ?? 'unknown',
          outcomeOf(singleResult),
          (performance.now() - startedAt) / 1_000,
        );
        return Promise.resolve();
      },
    });
  },
});

const outcomeOf = (result: {
  data?: unknown;
  errors?: readonly GraphQLFormattedError[];
}): string => {
  if (!result.errors) return 'ok';
  return result.data ? 'partial' : 'error';
};
