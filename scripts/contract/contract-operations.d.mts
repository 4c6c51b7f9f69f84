import type { DocumentNode } from 'graphql';

/** One client operation with the fragments that it uses. */
export type ContractOperation = { name: string; document: DocumentNode };

/** What is still to come, by the subgraph that will serve it. */
export type Pending = {
  operations: Readonly<Record<string, readonly string[]>>;
  /** Fields of operations that are served but for them, as `Type.field`. */
  fields: Readonly<Record<string, readonly string[]>>;
};

/** The operations of one file. */
export declare const operationsOf: (text: string) => ContractOperation[];

/** Every operation of a folder of .graphql files. */
export declare const readOperations: (folder: string) => ContractOperation[];

/** pending.json of that folder. */
export declare const readPending: (folder: string) => Pending;

/** The document without the fields of these coordinates, by their names. */
export declare const withoutFields: (
  document: DocumentNode,
  coordinates: readonly string[],
) => DocumentNode;

/** What can be sent today: without what is still to come. */
export declare const servedOperations: (
  operations: readonly ContractOperation[],
  pending: Pending,
) => ContractOperation[];
