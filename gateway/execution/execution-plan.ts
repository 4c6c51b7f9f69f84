/**
 * How an operation is answered: our own form, into which every planner's plan is brought. It is a tree of fetches;
 * where each of them reads and writes stands on the fetch itself.
 */
export type PlanNode = SequenceNode | ParallelNode | ConditionNode | FetchNode | EntityFetchNode;

export type SequenceNode = { kind: 'sequence'; nodes: readonly PlanNode[] };
export type ParallelNode = { kind: 'parallel'; nodes: readonly PlanNode[] };

/** One of two branches, chosen by a Boolean variable. */
export type ConditionNode = {
  kind: 'condition';
  variable: string;
  then: PlanNode | null;
  otherwise: PlanNode | null;
};

/** What is sent to a subgraph, apart from variables. */
export type SubgraphOperation = {
  text: string;
  name: string | undefined;
  kind: 'query' | 'mutation' | 'subscription';
};

type AnyFetch = {
  subgraph: string;
  operation: SubgraphOperation;
  /** Names of the client's variables that the operation uses. */
  variables: readonly string[];
};

/** Asks for root fields and writes them into the objects at `path`. */
export type FetchNode = AnyFetch & {
  kind: 'fetch';
  path: Path;
  outputRewrites: readonly Rewrite[];
};

/** Asks for entities by representations and writes what comes back into the objects that they represent. */
export type EntityFetchNode = AnyFetch & { kind: 'entities'; groups: readonly EntityGroup[] };

/** The representations of one variable and the answer to them. */
export type EntityGroup = {
  variable: string;
  /** Response key of the list of entities. */
  key: string;
  paths: readonly Path[];
  requires: readonly RequiredSelection[];
  inputRewrites: readonly Rewrite[];
  outputRewrites: readonly Rewrite[];
};

/**
 * `@` stands for every item of a list, `@@` for the items of the lists in it as well, however deep; a set of types keeps
 * the objects of those types.
 */
export type PathSegment = string | { types: ReadonlySet<string> };
export type Path = readonly PathSegment[];

export type RequiredSelection =
  | {
      kind: 'field';
      /** The property of the object that is read. */
      from: string;
      /** The property of the representation that is written. */
      to: string;
      selections: readonly RequiredSelection[] | null;
    }
  | { kind: 'fragment'; type: string; selections: readonly RequiredSelection[] };

/** A change of an object on its way to or from a subgraph, at every place that `path` leads to. */
export type Rewrite = {
  path: readonly RewriteStep[];
  /** The property at the end of the path. */
  property: string;
} & ({ kind: 'set'; value: unknown } | { kind: 'rename'; to: string });

/** Into a property, or on only for objects of one of these types. */
export type RewriteStep = { property: string } | { types: readonly string[] };
