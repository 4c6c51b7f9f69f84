import { operationFromDocument } from '@apollo/federation-internals';
import { getOperationAST } from 'graphql';
import { createOperationExecutor } from '../execution/operation-executor.js';
import { bucketOf } from '../execution/override-labels.js';
import type { Generation } from '../supergraph/generation.js';
import { guardedSelections } from './guarded-selections.js';
import { operationKey, weightOf } from './plan-operation.js';
import type { OperationSource } from './plan-operation.js';
import type { PreparedOperation } from './prepared-operation.js';

/** An operation that was prepared before, found by its text alone. Only valid ones are ever prepared. */
export const preparedOperation = (
  generation: Generation,
  source: Omit<OperationSource, 'document'>,
): PreparedOperation | undefined => generation.prepared.get(operationKey(source));

/**
 * Plans and compiles a valid operation, once per generation however many ask for it at the same time.
 * @throws {GraphQLError} OPERATION_TOO_COMPLEX when planning it would take too long.
 */
export const prepareOperation = async (
  generation: Generation,
  source: OperationSource,
): Promise<PreparedOperation> => {
  const key = operationKey(source);
  const known = generation.prepared.get(key);
  if (known) return known;
  let preparing = generation.preparing.get(key);
  if (!preparing) {
    preparing = prepare(generation, source).finally(() => generation.preparing.delete(key));
    generation.preparing.set(key, preparing);
  }
  const prepared = await preparing;
  generation.prepared.set(key, prepared, weightOf(source));
  return prepared;
};

const prepare = async (
  generation: Generation,
  source: OperationSource,
): Promise<PreparedOperation> => {
  const { document, operationName } = source;
  const definition = getOperationAST(document, operationName);
  if (!definition) throw new Error('an operation that its document does not have');
  const operation = operationFromDocument(generation.internalApi, document, {
    validate: false,
    ...(operationName && { operationName }),
  });
  const plan = await generation.planner.plan({
    ...{ document, operationName, operation },
    bucket: bucketOf(source.key),
  });
  return {
    definition,
    guarded: guardedSelections(generation, source),
    executor: createOperationExecutor(
      { apiSchema: generation.apiSchema, operation, definition, plan },
      { clientOf: (subgraph) => generation.services[subgraph], isOfType: generation.isOfType },
    ),
  };
};
