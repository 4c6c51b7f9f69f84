import type { Operation } from '@apollo/federation-internals';
import type { DocumentNode } from 'graphql';
import type { PlanNode } from './execution-plan.js';

/** A valid query or mutation, as planners read it. */
export type PlannableOperation = {
  document: DocumentNode;
  operationName: string | null | undefined;
  /** The same operation over the API schema. */
  operation: Operation;
  /** Where it stands among a hundred, for progressive overrides. */
  bucket: number;
};

/** Decides which subgraphs are asked for what, in which order. */
export type Planner = {
  /**
   * Null when no subgraph has to be asked.
   * @throws {GraphQLError} OPERATION_TOO_COMPLEX when planning it would take too long.
   */
  plan(operation: PlannableOperation): PlanNode | null | Promise<PlanNode | null>;
};
