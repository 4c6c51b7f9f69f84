import type { SubgraphAnswer } from '../subgraph-calls/read-answer.js';
import { prepareOperationText } from '../subgraph-calls/subgraph-request.js';
import type { SubgraphRequest } from '../subgraph-calls/subgraph-request.js';
import { collectObjects } from './collect-objects.js';
import type { Place } from './collect-objects.js';
import type { Execution, ExecutionScope, Step } from './execution.js';
import type { FetchNode, PlanNode } from './execution-plan.js';
import { mergeAnswer } from './merge-answer.js';
import type { JsonObject } from './merge-answer.js';
import { compileRewrites } from './rewrite.js';
import { subgraphError } from './subgraph-error.js';

/** Sends the operation of one fetch with these variables; `variablesText` is the same as JSON, where it is at hand. */
type Ask = (
  execution: Execution,
  variables: JsonObject,
  variablesText?: string,
) => Promise<SubgraphAnswer>;

type AnyFetch = Extract<PlanNode, { subgraph: string }>;

export const compileAsk = (node: AnyFetch, scope: Pick<ExecutionScope, 'clientOf'>): Ask => {
  const operation = prepareOperationText(node.operation);
  return ({ context }, variables, variablesText) => {
    const client = scope.clientOf(node.subgraph);
    if (!client) throw new Error(`Couldn't find service with name "${node.subgraph}"`);
    const request: SubgraphRequest = { operation, variables, context };
    if (variablesText !== undefined) request.variablesText = variablesText;
    return client.ask(request);
  };
};

/** The client's values of the variables that a fetch uses, as they were given: the subgraph coerces them. */
export const pickVariables = (
  names: readonly string[],
  given: Execution['variables'],
): JsonObject => {
  const picked: JsonObject = {};
  for (const name of names) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value !== undefined) picked[name] = value;
  }
  return picked;
};

/** A fetch of root fields. */
export const compileFetch = (node: FetchNode, scope: ExecutionScope): Step => {
  const ask = compileAsk(node, scope);
  const rewrite = compileRewrites(node.outputRewrites, scope.isOfType);
  const place: Place = node.path.filter((segment) => typeof segment === 'string');

  const run = async (execution: Execution, targets: readonly JsonObject[]): Promise<void> => {
    try {
      const { data, errors } = await ask(
        execution,
        pickVariables(node.variables, execution.variables),
      );
      for (const error of errors ?? [])
        execution.errors.push(
          subgraphError(error, node.subgraph, error.path && [...place, ...error.path]),
        );
      if (!data) return;
      rewrite?.(data);
      for (const target of targets) mergeAnswer(target, data);
    } catch (error) {
      execution.errors.push(error as Error);
    }
  };

  return (execution) => {
    const targets =
      node.path.length === 0 ? [execution.data] : collectObjects(execution.data, node.path);
    return targets.length === 0 ? undefined : run(execution, targets);
  };
};
