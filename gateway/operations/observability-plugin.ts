import type { ApolloServerPlugin } from '@apollo/server';
import type { GatewayContext } from '../context/gateway-context.js';
import { publicError } from '../errors/public-error.js';
import type { AnswerLog } from '../observability/answer-log.js';

/** Writes down every query and mutation that Apollo answers, and tells the client where to find faults of ours. */
export const observabilityPlugin = (log: AnswerLog): ApolloServerPlugin<GatewayContext> => ({
  requestDidStart({ contextValue: { requestId, viewer } }) {
    const startedAt = performance.now();
    return Promise.resolve({
      didEncounterErrors({ errors }) {
        log.faults(errors, requestId);
        return Promise.resolve();
      },

      willSendResponse({ response, operation }) {
        if (response.body.kind !== 'single') return Promise.resolve();
        const { singleResult } = response.body;
        if (singleResult.errors)
          singleResult.errors = singleResult.errors.map((error) => publicError(error, requestId));
        log.answered({
          viewer,
          operation: operation?.operation ?? 'unknown',
          result: singleResult,
          startedAt,
        });
        return Promise.resolve();
      },
    });
  },
});
