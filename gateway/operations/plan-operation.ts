import { operationFromDocument } from '@apollo/federation-internals';
import { buildOperationContext } from '@apollo/gateway';
import type { DocumentNode } from 'graphql';
import { bucketOf } from '../execution/override-labels.js';
import type { Generation } from '../supergraph/generation.js';
import type { OperationPlan } from './operation-plan.js';

/** A valid document and which of its operations is meant. `key` is equal for equal texts. */
export type OperationSource = {
  key: string;
  document: DocumentNode;
  operationName: string | null | undefined;
};

/**
 * The plan of a subscription as Apollo writes it, made once per generation.
 * @throws {GraphQLError} OPERATION_TOO_COMPLEX when planning it would take too long.
 */
export const planOperation = (generation: Generation, source: OperationSource): OperationPlan => {
  const key = operationKey(source);
  const known = generation.plans.get(key);
  if (known) return known;
  const { document } = source;
  const name = source.operationName ? { operationName: source.operationName } : {};
  const operation = operationFromDocument(generation.internalApi, document, {
    validate: false,
    ...name,
  });
  const plan = {
    queryPlan: generation.apolloPlanner.queryPlan(operation, bucketOf(source.key)),
    context: buildOperationContext({
      schema: generation.apiSchema,
      operationDocument: document,
      ...name,
    }),
  };
  generation.plans.set(key, plan, weightOf(source));
  return plan;
};

/** The length of an operation's text, by which what we remember of it is bounded. */
export const weightOf = ({ document }: OperationSource): number => document.loc?.end ?? 1_000;

/** Tells operations of one generation apart. */
export const operationKey = ({ key, operationName }: Omit<OperationSource, 'document'>): string =>
  `${operationName ?? ''}\n${key}`;
