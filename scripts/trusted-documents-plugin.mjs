// A plugin of graphql-codegen: the documents as a manifest that the gateway takes in GATEWAY_TRUSTED_DOCUMENTS_FILE.
import { createHash } from 'node:crypto';
import { Kind, print, visit } from 'graphql';

const fragmentsIn = (node) => {
  const names = [];
  visit(node, { FragmentSpread: ({ name }) => void names.push(name.value) });
  return names;
};

/** An operation with the fragments that it spreads, each once, in the order in which they are met. */
const standAlone = (operation, fragments) => {
  const used = new Set();
  const add = (node) => {
    for (const name of fragmentsIn(node)) {
      const fragment = fragments.get(name);
      if (!fragment || used.has(fragment)) continue;
      used.add(fragment);
      add(fragment);
    }
  };
  add(operation);
  return print({ kind: Kind.DOCUMENT, definitions: [operation, ...used] });
};

export const manifestOf = (documents) => {
  const definitions = documents.flatMap((document) => document.definitions);
  const fragments = new Map(
    definitions
      .filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment]),
  );
  const operations = definitions
    .filter(({ kind }) => kind === Kind.OPERATION_DEFINITION)
    .map((operation) => {
      const body = standAlone(operation, fragments);
      const id = createHash('sha256').update(body).digest('hex');
      return { id, name: operation.name?.value ?? id, type: operation.operation, body };
    });
  return { format: 'apollo-persisted-query-manifest', version: 1, operations };
};

export const plugin = (_schema, sources) =>
  JSON.stringify(manifestOf(sources.flatMap(({ document }) => document ?? [])), null, 2);
