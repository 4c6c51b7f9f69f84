import type { buildOperationContext } from '@apollo/gateway';
import type { QueryPlan } from '@apollo/query-planner';

/** What executing one operation of a document takes, apart from variables. */
export type OperationPlan = {
  queryPlan: QueryPlan;
  context: ReturnType<typeof buildOperationContext>;
};
