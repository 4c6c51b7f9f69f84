import type { GatewayContext } from '../context/gateway-context.js';
import type { SubgraphClient } from '../subgraph-calls/subgraph-client.js';
import type { JsonObject } from './merge-answer.js';
import type { TypeRelation } from './type-relation.js';

/** One run of a plan: what the client gave and what has come in so far. */
export type Execution = {
  variables: Readonly<Record<string, unknown>>;
  context: GatewayContext;
  /** What subgraphs answered, merged but not yet in the shape that the client asked for. */
  data: JsonObject;
  errors: Error[];
};

/** A compiled node of a plan. It is over at once when it has nothing to wait for. */
export type Step = (execution: Execution) => Promise<void> | undefined;

/** What the steps of all operations of one generation share. */
export type ExecutionScope = {
  clientOf: (subgraph: string) => SubgraphClient | undefined;
  isOfType: TypeRelation;
  /** Defaults of the operation's variables. */
  defaults: Readonly<Record<string, unknown>>;
};
