import { Kind, OperationTypeNode, parse } from 'graphql';
import type { OperationDefinitionNode, SelectionNode } from 'graphql';

type Path = (string | number)[];

/** More than this would tell nobody more. */
const mostPaths = 100;

/**
 * Where the data of a failed fetch is missing: the response keys of its root fields or, for entities, the fields of
 * each, as `['_entities', index, field]`. The executor turns these into places of the client's operation.
 */
export const failedFields = (
  query: string,
  variables: Readonly<Record<string, unknown>>,
): Path[] => {
  const roots = operationOf(query)?.selectionSet.selections ?? [];
  return roots.flatMap((root) => failedRoot(root, variables)).slice(0, mostPaths);
};

export const isMutation = (query: string): boolean =>
  query.trimStart().startsWith(OperationTypeNode.MUTATION);

const operationOf = (query: string): OperationDefinitionNode | undefined =>
  parse(query, { noLocation: true }).definitions.find(
    (definition) => definition.kind === Kind.OPERATION_DEFINITION,
  );

const failedRoot = (root: SelectionNode, variables: Readonly<Record<string, unknown>>): Path[] => {
  const representations = representationsOf(root, variables);
  if (!representations || root.kind !== Kind.FIELD)
    return responseKeys([root], null).map((key) => [key]);
  return representations.flatMap(({ __typename }, index) =>
    responseKeys(root.selectionSet?.selections ?? [], String(__typename)).map((key) => [
      (root.alias ?? root.name).value,
      index,
      key,
    ]),
  );
};

/** What a field `_entities` is asked for; a planner may ask for several lists at once, under aliases. */
const representationsOf = (
  root: SelectionNode,
  variables: Readonly<Record<string, unknown>>,
): { __typename?: unknown }[] | null => {
  if (root.kind !== Kind.FIELD || root.name.value !== '_entities') return null;
  const value = root.arguments?.find(({ name }) => name.value === 'representations')?.value;
  const given = value?.kind === Kind.VARIABLE ? variables[value.name.value] : undefined;
  return Array.isArray(given) ? (given as { __typename?: unknown }[]) : null;
};

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
