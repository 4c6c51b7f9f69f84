import { OperationTypeNode } from 'graphql';
import type { DocumentNode, GraphQLFormattedError } from 'graphql';
import { refusalOf } from '../authorization/authorize.js';
import type { SharedAnswers } from '../caching/shared-answers.js';
import type { GatewayContext } from '../context/gateway-context.js';
import type { CostControl } from '../cost/cost-control.js';
import { presentError } from '../errors/public-error.js';
import type { AnswerLog } from '../observability/answer-log.js';
import type { GatewayMetrics } from '../observability/gateway-metrics.js';
import type { SupergraphManager } from '../supergraph/supergraph-manager.js';
import { preparedOperation } from './prepare-operation.js';

/** A request as it came in, after admission. */
export type PlainRequest = {
  query: string;
  document: DocumentNode;
  operationName: string | undefined;
  variables: Readonly<Record<string, unknown>>;
};

/** Answers what was answered before, by its text; null for everything that is Apollo's to answer. */
export type PreparedAnswers = (
  request: PlainRequest,
  context: GatewayContext,
) => Promise<string | null>;

/**
 * The short way to an answer, for queries that Apollo has parsed, validated and had executed under the supergraph of
 * this moment. Every check that depends on the request is made by the functions that the long way uses; whatever
 * they refuse, and every result that is not plainly data with errors in it, is left to the long way.
 */
export const createPreparedAnswers =
  (deps: {
    supergraph: SupergraphManager;
    weigh: CostControl;
    share: SharedAnswers;
    log: AnswerLog;
    metrics: Pick<GatewayMetrics, 'preparedAnswered'>;
  }): PreparedAnswers =>
  async ({ query, document, operationName, variables }, context) => {
    const startedAt = performance.now();
    const generation = deps.supergraph.current;
    const source = { key: query, document, operationName };
    const prepared = preparedOperation(generation, source);
    if (prepared?.definition.operation !== OperationTypeNode.QUERY) return null;
    const { guarded, executor } = prepared;
    const { viewer, requestId } = context;
    if (refusalOf(viewer, guarded)) return null;
    if (executor.checkVariables(variables)) return null;
    if (deps.weigh(generation, source, variables, viewer).refusal) return null;

    const { data, errors, extensions } = await deps.share(
      { generation, source, isQuery: true, variables, context },
      (own) => executor.execute({ variables, context: own }),
    );
    if (data === undefined || errors?.some((error) => 'http' in error.extensions)) return null;
    if (errors) deps.log.faults(errors, requestId);
    const presented = errors?.map((error): GraphQLFormattedError => presentError(error, requestId));
    const result = { errors: presented, data, extensions };
    deps.metrics.preparedAnswered();
    deps.log.answered({ viewer, operation: 'query', result, startedAt });
    return `${JSON.stringify(result)}\n`;
  };
