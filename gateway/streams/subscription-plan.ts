import type { FetchNode, QueryPlan } from '@apollo/query-planner';
import type { FieldNode } from 'graphql';
import type { OperationPlan } from '../operations/operation-plan.js';
import type { Delivery, DeliveryScope } from '../supergraph/delivery-index.js';

export type SubscriptionPlan = {
  /** Opened once, on the subgraph that owns the subscription field. */
  primary: FetchNode;
  /** `primary`'s operation as it is sent: with the fields that the delivery needs. */
  upstreamQuery: string;
  /** Run for every event: `primary`, answered by the event itself, and whatever the event does not bring. */
  perEvent: QueryPlan;
  context: OperationPlan['context'];
  /** The subscription field, as the client wrote it. */
  root: FieldNode;
  delivery: Delivery;
  /** Whose the events are, all selected fields considered. */
  scope: DeliveryScope;
};
