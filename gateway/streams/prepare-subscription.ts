import { getVariableValues, GraphQLError } from 'graphql';
import type { Viewer } from '../../foundation/context/viewer.js';
import { refusalOf } from '../authorization/authorize.js';
import { toGraphQLError } from '../errors/public-error.js';
import { guardedSelections } from '../operations/guarded-selections.js';
import { operationKey, weightOf } from '../operations/plan-operation.js';
import type { OperationSource } from '../operations/plan-operation.js';
import type { Generation } from '../supergraph/generation.js';
import { planSubscription } from './plan-subscription.js';
import type { SubscriptionPlan } from './subscription-plan.js';
import { validateSubscription } from './validate-subscription.js';

export type SubscriptionRequest = {
  source: OperationSource;
  variables: Record<string, unknown>;
  viewer: Viewer;
};

export type Preparation =
  | { plan: SubscriptionPlan; errors?: undefined }
  | { plan?: undefined; errors: readonly GraphQLError[] };

/**
 * Validates, authorizes and plans a subscription against one generation. Refusals are returned, because whatever is
 * thrown out of here would cost the client all its other streams.
 */
export const prepareSubscription = (
  generation: Generation,
  { source, variables, viewer }: SubscriptionRequest,
): Preparation => {
  try {
    const invalid = validationErrors(generation, source);
    if (invalid.length > 0) return { errors: invalid };
    const refusal = refusalOf(viewer, guardedSelections(generation, source));
    if (refusal) return { errors: [refusal] };
    const plan = planSubscription(generation, source);
    const { errors } = getVariableValues(
      generation.apiSchema,
      plan.context.operation.variableDefinitions ?? [],
      variables,
    );
    return errors ? { errors: errors.map(asBadInput) } : { plan };
  } catch (error) {
    return { errors: [toGraphQLError(error)] };
  }
};

const validationErrors = (
  generation: Generation,
  source: OperationSource,
): readonly GraphQLError[] => {
  const key = operationKey(source);
  const known = generation.validated.get(key);
  if (known) return known;
  const errors = validateSubscription(generation.apiSchema, source.document);
  generation.validated.set(key, errors, weightOf(source));
  return errors;
};

const asBadInput = (error: GraphQLError): GraphQLError =>
  new GraphQLError(error.message, {
    nodes: error.nodes ?? null,
    extensions: { ...error.extensions, code: 'BAD_USER_INPUT' },
  });
