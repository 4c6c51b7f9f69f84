import type { GatewayContext } from '../context/gateway-context.js';
import type { SubgraphOperation } from '../execution/execution-plan.js';

/** An operation of a plan with everything about it that no request changes. */
export type PreparedText = SubgraphOperation & {
  /** The JSON of the request's body up to its variables. */
  head: string;
};

/** One call to a subgraph, over whichever transport. */
export type SubgraphRequest = {
  operation: PreparedText;
  variables: Record<string, unknown>;
  /** The same variables as JSON, where the caller has it already. */
  variablesText?: string;
  context: GatewayContext;
};

export const prepareOperationText = (operation: SubgraphOperation): PreparedText => {
  const { text: query, name: operationName } = operation;
  return {
    ...operation,
    head: `${JSON.stringify({ query, operationName }).slice(0, -1)},"variables":`,
  };
};

/** The body of the request as it goes over the wire. */
export const bodyOf = ({ operation, variables, variablesText }: SubgraphRequest): string =>
  `${operation.head}${variablesText ?? JSON.stringify(variables)}}`;
