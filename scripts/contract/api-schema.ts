import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Supergraph } from '@apollo/federation-internals';
import type { GraphQLSchema } from 'graphql';

/** What clients see of the committed supergraph: no joins, no links, no subgraph's inner fields. */
export const readApiSchema = (root: string): GraphQLSchema => {
  const file = join(root, 'supergraph.graphql');
  if (!existsSync(file)) {
    console.error('There is no supergraph.graphql: run `npm run generate`.');
    process.exit(1);
  }
  return Supergraph.build(readFileSync(file, 'utf8'), { supportedFeatures: null })
    .apiSchema()
    .toGraphQLJSSchema();
};
