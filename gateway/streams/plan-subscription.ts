import type { PlanNode } from '@apollo/query-planner';
import { getOperationAST, Kind } from 'graphql';
import type { DocumentNode, FieldNode, SelectionSetNode } from 'graphql';
import { operationKey, planOperation, weightOf } from '../operations/plan-operation.js';
import type { OperationSource } from '../operations/plan-operation.js';
import type { Generation } from '../supergraph/generation.js';
import { withDeliveryFields } from './delivery-fields.js';
import { narrowestScope } from './narrowest-scope.js';
import type { SubscriptionPlan } from './subscription-plan.js';

/** Apollo plans a subscription as `primary` and `rest`; its executor refuses that, but runs the two as a sequence. */
export const planSubscription = (
  generation: Generation,
  source: OperationSource,
): SubscriptionPlan => {
  const planKey = operationKey(source);
  const known = generation.subscriptions.get(planKey);
  if (known) return known;
  const plan = planAnew(generation, source);
  generation.subscriptions.set(planKey, plan, weightOf(source));
  return plan;
};

const planAnew = (generation: Generation, source: OperationSource): SubscriptionPlan => {
  const { queryPlan, context } = planOperation(generation, source);
  const { node } = queryPlan;
  if (node?.kind !== 'Subscription') throw new Error('not planned as a subscription');
  const { primary, rest } = node;
  const nodes: PlanNode[] = rest ? [primary, rest] : [primary];
  const { document, operationName } = source;
  const root = rootField(document, operationName);
  const delivery = generation.delivery.ofSubscription(root.name.value);
  return {
    primary,
    upstreamQuery: withDeliveryFields(primary.operation, delivery),
    perEvent: { kind: 'QueryPlan', node: { kind: 'Sequence', nodes } },
    context,
    root,
    delivery,
    scope: narrowestScope(generation.delivery, generation.apiSchema, document, operationName),
  };
};

/** Whether both read the same upstream stream, so that it can go on under the other plan. */
export const haveSameUpstream = (one: SubscriptionPlan, other: SubscriptionPlan): boolean =>
  one.primary.serviceName === other.primary.serviceName &&
  one.upstreamQuery === other.upstreamQuery;

/** The one field at the root, within whatever fragments; validation has made sure that there is one. */
const rootField = (document: DocumentNode, operationName: string | null | undefined): FieldNode => {
  const operation = getOperationAST(document, operationName);
  const field = operation && firstField(document, operation.selectionSet);
  if (!field) throw new Error('a subscription without a field');
  return field;
};

const firstField = (
  document: DocumentNode,
  { selections }: SelectionSetNode,
): FieldNode | undefined => {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) return selection;
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT
        ? selection
        : document.definitions.find(
            (one) =>
              one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === selection.name.value,
          );
    const found =
      fragment && 'selectionSet' in fragment && firstField(document, fragment.selectionSet);
    if (found) return found;
  }
  return undefined;
};
