import { Kind, visit } from 'graphql';
import type { DocumentNode } from 'graphql';

/** The object types that some subgraph knows only by their interface, which it holds as an object. */
export type InterfaceObjects = ReadonlyMap<string, ReadonlySet<string>>;

/** Interfaces with `isInterfaceObject` in a supergraph, each with the types that implement it. */
export const interfaceObjectsOf = ({ definitions }: DocumentNode): InterfaceObjects => {
  const found = new Map<string, Set<string>>();
  for (const definition of definitions)
    if (definition.kind === Kind.INTERFACE_TYPE_DEFINITION) {
      const flags = definition.directives?.flatMap((one) => one.arguments ?? []) ?? [];
      if (
        flags.some(
          ({ name, value }) =>
            name.value === 'isInterfaceObject' && 'value' in value && value.value === true,
        )
      )
        found.set(definition.name.value, new Set());
    }
  for (const definition of definitions)
    if (definition.kind === Kind.OBJECT_TYPE_DEFINITION)
      for (const { name } of definition.interfaces ?? [])
        found.get(name.value)?.add(definition.name.value);
  return found;
};

/**
 * Whether a document narrows to a type that an interface object may stand for. For such fragments Hive's planner (0.0.38)
 * plans fetches that pass over objects of which only the interface is known so far.
 */
export const narrowsInterfaceObject = (
  document: DocumentNode,
  interfaceObjects: InterfaceObjects,
): boolean => {
  if (interfaceObjects.size === 0) return false;
  const narrowed = new Set<string>();
  visit(document, {
    InlineFragment: ({ typeCondition }) => {
      if (typeCondition) narrowed.add(typeCondition.name.value);
    },
    FragmentDefinition: ({ typeCondition }) => void narrowed.add(typeCondition.name.value),
  });
  return [...interfaceObjects.values()].some((types) =>
    [...types].some((type) => narrowed.has(type)),
  );
};
