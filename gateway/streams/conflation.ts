import { getOperationAST, Kind, parse, print, visit } from 'graphql';
import type { ExecutionResult, FieldNode, SelectionSetNode } from 'graphql';

/** Never collides with a client's own key: what the client did not ask for is shaped away. */
const keyAlias = '_conflateBy';

const keySelection = (field: string): FieldNode => ({
  kind: Kind.FIELD,
  alias: { kind: Kind.NAME, value: keyAlias },
  name: { kind: Kind.NAME, value: field },
});

/**
 * The upstream operation of a subscription with the field that tells its events apart, whether or not the client asks
 * for it; unchanged when the root field is not among those whose events may replace each other.
 */
export const withConflationKey = (
  operation: string,
  conflated: ReadonlyMap<string, string>,
): string => {
  if (conflated.size === 0) return operation;
  const document = parse(operation, { noLocation: true });
  const definition = getOperationAST(document);
  const [root] = definition?.selectionSet.selections ?? [];
  // The planner writes the root as a plain field, whatever fragments the client put around it.
  const keyField = root?.kind === Kind.FIELD ? conflated.get(root.name.value) : undefined;
  if (keyField === undefined) return operation;
  return print(
    visit(document, {
      Field: (node) =>
        node === root && node.selectionSet
          ? { ...node, selectionSet: adding(node.selectionSet, keyField) }
          : undefined,
    }),
  );
};

const adding = (selectionSet: SelectionSetNode, keyField: string): SelectionSetNode => ({
  ...selectionSet,
  selections: [...selectionSet.selections, keySelection(keyField)],
});

/** What an event replaces in the queue; null when it must be kept: it is not keyed, or it brings errors. */
export const conflationKey = (event: ExecutionResult): string | null => {
  if (event.errors || !event.data) return null;
  const [payload] = Object.values(event.data);
  if (typeof payload !== 'object' || payload === null) return null;
  const key = (payload as Record<string, unknown>)[keyAlias];
  return typeof key === 'string' || typeof key === 'number' ? String(key) : null;
};
