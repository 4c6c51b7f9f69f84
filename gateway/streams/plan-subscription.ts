import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';
import type { OperationPlan } from '../operations/operation-plan.js';
import { planOperation } from '../operations/plan-operation.js';
import type { OperationSource } from '../operations/plan-operation.js';
import type { Generation } from '../supergraph/generation.js';
import { withConflationKey } from './conflation.js';

export type SubscriptionPlan = {
  /** Opened once, on the subgraph that owns the subscription field. */
  primary: FetchNode;
  /** `primary`'s operation as it is sent: with the conflation key, where its events have one. */
  upstreamQuery: string;
  /** Run for every event: `primary`, answered by the event itself, and whatever the event does not bring. */
  perEvent: QueryPlan;
  context: OperationPlan['context'];
};

/** Apollo plans a subscription as `primary` and `rest`; its executor refuses that, but runs the two as a sequence. */
export const planSubscription = (
  generation: Generation,
  source: OperationSource,
): SubscriptionPlan => {
  const { queryPlan, context } = planOperation(generation, source);
  const { node } = queryPlan;
  if (node?.kind !== 'Subscription') throw new Error('not planned as a subscription');
  const { primary, rest } = node;
  const nodes: PlanNode[] = rest ? [primary, rest] : [primary];
  return {
    primary,
    upstreamQuery: withConflationKey(primary.operation, generation.conflated),
    perEvent: { kind: 'QueryPlan', node: { kind: 'Sequence', nodes } },
    context,
  };
};

/** Whether both read the same upstream stream, so that it can go on under the other plan. */
export const haveSameUpstream = (one: SubscriptionPlan, other: SubscriptionPlan): boolean =>
  one.primary.serviceName === other.primary.serviceName &&
  one.upstreamQuery === other.upstreamQuery;
