import type { Operation, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import type { QueryPlan } from '@apollo/query-planner';
import { GraphQLError } from 'graphql';
import { fromApolloPlan } from './apollo-plan.js';
import { overrideConditions } from './override-labels.js';
import type { Planner } from './planner.js';

export type ApolloPlanner = Planner & {
  /** The plan as Apollo writes it, which is how subscriptions are planned. */
  queryPlan(operation: Operation, bucket: number): QueryPlan;
};

/** Apollo's planner. It takes its time to build, so that it is built when it is first needed. */
export const createApolloPlanner = (
  supergraph: Supergraph,
  labels: readonly string[],
): ApolloPlanner => {
  let planner: QueryPlanner | undefined;
  const queryPlan = (operation: Operation, bucket: number): QueryPlan => {
    planner ??= new QueryPlanner(supergraph);
    try {
      return planner.buildQueryPlan(operation, {
        overrideConditions: overrideConditions(labels, bucket),
      });
    } catch (error) {
      // The planner's own guards against operations that explode in planning carry no code of their own.
      if (error instanceof Error && /exceeds? |exceeded /i.test(error.message))
        throw tooComplexToPlan(error);
      throw error;
    }
  };
  return {
    queryPlan,
    plan({ operation, bucket }) {
      const { node } = queryPlan(operation, bucket);
      if (node?.kind === 'Subscription')
        throw new Error('a subscription is not executed as a query');
      return node ? fromApolloPlan(node) : null;
    },
  };
};

export const tooComplexToPlan = (originalError: Error): GraphQLError =>
  new GraphQLError('The operation is too complex to plan.', {
    extensions: { code: 'OPERATION_TOO_COMPLEX' },
    originalError,
  });
