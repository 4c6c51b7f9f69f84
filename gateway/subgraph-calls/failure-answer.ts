import type { GraphQLFormattedError } from 'graphql';
import { failedFields } from './failed-fields.js';
import type { SubgraphFailure } from './subgraph-failure.js';
import type { SubgraphRequest } from './subgraph-request.js';

/**
 * A failed call as the errors of an answer, one at every field that is missing. A mutation that may have taken effect
 * says `outcome: UNKNOWN`: unknown is not failed.
 */
export const failureAnswer = (
  failure: SubgraphFailure,
  { operation, variables }: Pick<SubgraphRequest, 'operation' | 'variables'>,
): GraphQLFormattedError[] => {
  const isLate = failure.kind === 'deadline';
  const error = {
    message: isLate ? 'The service did not answer in time.' : 'The service cannot be reached.',
    extensions: {
      code: isLate ? 'DEADLINE_EXCEEDED' : 'SERVICE_UNAVAILABLE',
      ...(operation.kind === 'mutation' && failure.mayHaveActed && { outcome: 'UNKNOWN' }),
    },
  };
  const paths = failedFields(operation.text, variables);
  return paths.length === 0 ? [error] : paths.map((path) => ({ ...error, path }));
};
