import { Kind, OperationTypeNode, parse } from 'graphql';
import type { OperationDefinitionNode, SelectionNode } from 'graphql';

type Path = (string | number)[];

/** More than this would tell nobody more. */
const mostPaths = 100;

/**
 * Where the data of a failed fetch is missing: the response keys of its root fields or, for entities, the fields of
 * each, as `['_entities', index, field]`. The executor turns these into places of the client's operation.
 */
export const failedFields = (query: string, representations: unknown): Path[] => {
  const operation = operationOf(query);
  if (!operation) return [];
  const roots = operation.selectionSet.selections;
  if (!Array.isArray(representations)) return responseKeys(roots, null).map((key) => [key]);
  const [entities] = roots.filter((selection) => selection.kind === Kind.FIELD);
  const paths = (representations as { __typename?: unknown }[]).flatMap(({ __typename }, index) =>
    responseKeys(entities?.selectionSet?.selections ?? [], String(__typename)).map((key) => [
      '_entities',
      index,
      key,
    ]),
  );
  return paths.slice(0, mostPaths);
};

export const isMutation = (query: string): boolean =>
  query.trimStart().startsWith(OperationTypeNode.MUTATION);

const operationOf = (query: string): OperationDefinitionNode | undefined =>
  parse(query, { noLocation: true }).definitions.find(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  );

/** The planner writes entity selections as one inline fragment per concrete type. */
const responseKeys = (selections: readonly SelectionNode[], typename: string | null): string[] =>
  selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) {
      const key = selection.alias?.value ?? selection.name.value;
      return key === '__typename' ? [] : [key];
    }
    if (selection.kind !== Kind.INLINE_FRAGMENT) return [];
    const condition = selection.typeCondition?.name.value;
    return condition === undefined || typename === null || condition === typename
      ? responseKeys(selection.selectionSet.selections, typename)
      : [];
  });
