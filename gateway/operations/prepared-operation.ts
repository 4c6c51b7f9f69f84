import type { OperationDefinitionNode } from 'graphql';
import type { GuardedSelection } from '../authorization/collect-requirements.js';
import type { OperationExecutor } from '../execution/operation-executor.js';

/** Everything about a valid query or mutation that no request changes. */
export type PreparedOperation = {
  definition: OperationDefinitionNode;
  /** What it asks of its viewer. */
  guarded: readonly GuardedSelection[];
  executor: OperationExecutor;
};
