import type { Operation } from '@apollo/federation-internals';
import type { ExecutionResult, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { GatewayContext } from '../context/gateway-context.js';
import { compilePlan } from './compile-plan.js';
import { compileShape } from './compile-shape.js';
import { completeResponse, withErrors } from './complete-response.js';
import type { Execution, ExecutionScope } from './execution.js';
import type { PlanNode } from './execution-plan.js';
import type { JsonObject } from './merge-answer.js';
import { compileVariableCheck } from './variable-check.js';

export type OperationRequest = {
  variables: Readonly<Record<string, unknown>> | undefined;
  context: GatewayContext;
};

/** Executes one operation again and again. Its results are those of Apollo's executor for the same plan. */
export type OperationExecutor = {
  /** @returns the errors of variables that do not fit; null when all do. */
  checkVariables: (variables: OperationRequest['variables']) => ExecutionResult['errors'] | null;
  /** The variables must have been checked. */
  execute(request: OperationRequest): Promise<ExecutionResult>;
  /** Whether responses are shaped by compiled code rather than by Apollo's. */
  isShaped: boolean;
};

export const createOperationExecutor = (
  subject: {
    apiSchema: GraphQLSchema;
    operation: Operation;
    definition: OperationDefinitionNode;
    /** Null when no subgraph has to be asked. */
    plan: PlanNode | null;
  },
  deps: Pick<ExecutionScope, 'clientOf' | 'isOfType'>,
): OperationExecutor => {
  const { operation, plan } = subject;
  const defaults = operation.collectDefaultedVariableValues() as JsonObject;
  const hasDefaults = Object.keys(defaults).length > 0;
  const run = plan && compilePlan(plan, { ...deps, defaults });
  const shape = compileShape(operation);
  const check = compileVariableCheck(subject.apiSchema, subject.definition);

  return {
    checkVariables: (variables) => check(variables ?? {}),
    isShaped: shape !== null,
    async execute({ variables = {}, context }) {
      const execution: Execution = { variables, context, data: {}, errors: [] };
      await run?.(execution);
      const data = shape?.(execution.data, hasDefaults ? { ...defaults, ...variables } : variables);
      return data ? withErrors(execution.errors, data) : completeResponse(subject, execution);
    },
  };
};
