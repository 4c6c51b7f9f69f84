import { Kind } from 'graphql';
import type {
  DocumentNode,
  FragmentDefinitionNode,
  OperationDefinitionNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';

/** How large an operation is when every fragment stands where it is spread. */
export type OperationSize = {
  /** Fields from the root to the deepest leaf; what lies under introspection fields does not count. */
  depth: number;
  fields: number;
  aliases: number;
  rootFields: number;
};

/**
 * Measures an operation that was parsed but not yet validated, in time that is linear in the text: fragments are
 * measured once, so that a bomb of nested fragments costs no more than its length. Unknown fragments and cycles count
 * nothing; validation refuses them.
 */
export const measureOperation = (
  document: DocumentNode,
  operation: OperationDefinitionNode,
): OperationSize => {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION)
      fragments.set(definition.name.value, definition);
  const measured = new Map<string, OperationSize>();

  const measureFragment = (name: string): OperationSize => {
    const known = measured.get(name);
    if (known) return known;
    measured.set(name, nothing);
    const fragment = fragments.get(name);
    const size = fragment ? measureSelections(fragment.selectionSet) : nothing;
    measured.set(name, size);
    return size;
  };

  const measureSelection = (selection: SelectionNode): OperationSize => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return measureFragment(selection.name.value);
    if (selection.kind === Kind.INLINE_FRAGMENT) return measureSelections(selection.selectionSet);
    const below = selection.selectionSet ? measureSelections(selection.selectionSet) : nothing;
    const isIntrospection = selection.name.value.startsWith('__');
    return {
      depth: isIntrospection ? 1 : below.depth + 1,
      fields: below.fields + 1,
      aliases: below.aliases + (selection.alias ? 1 : 0),
      rootFields: 1,
    };
  };

  const measureSelections = ({ selections }: SelectionSetNode): OperationSize => {
    const total = { ...nothing };
    for (const selection of selections) {
      const size = measureSelection(selection);
      total.depth = Math.max(total.depth, size.depth);
      total.fields += size.fields;
      total.aliases += size.aliases;
      total.rootFields += size.rootFields;
    }
    return total;
  };

  return measureSelections(operation.selectionSet);
};

const nothing: OperationSize = { depth: 0, fields: 0, aliases: 0, rootFields: 0 };
