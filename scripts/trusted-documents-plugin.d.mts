import type { DocumentNode } from 'graphql';

export type Manifest = {
  format: 'apollo-persisted-query-manifest';
  version: 1;
  operations: { id: string; name: string; type: string; body: string }[];
};

/** Each operation with the fragments that it spreads, by the SHA-256 of its text. */
export declare const manifestOf: (documents: readonly DocumentNode[]) => Manifest;
/** As graphql-codegen calls it. */
export declare const plugin: (
  schema: unknown,
  sources: readonly { document?: DocumentNode }[],
) => string;
