import { getNamedType, isAbstractType, Kind, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { DocumentNode, GraphQLNamedType, GraphQLSchema } from 'graphql';
import type { RequirementIndex } from './requirement-index.js';
import type { Requirement } from './requirement.js';

/** One place of an operation that asks something of the viewer. */
export type GuardedSelection = { coordinate: string; requirements: readonly Requirement[] };

/**
 * Everything that one operation of `document` asks of the viewer: by its fields, by the types they return, and by the
 * types that its fragments narrow to. A field of an interface asks what any of its implementations asks.
 */
export const collectRequirements = (
  index: RequirementIndex,
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
): GuardedSelection[] => {
  if (index.size === 0) return [];
  const guarded = new Map<string, readonly Requirement[]>();
  const note = (coordinate: string, found: readonly (Requirement | undefined)[]): void => {
    const requirements = found.filter((requirement) => requirement !== undefined);
    if (requirements.length > 0) guarded.set(coordinate, requirements);
  };
  const noteCondition = (type: string | undefined): void => {
    if (type !== undefined) note(type, [index.ofType(type)]);
  };

  const typeInfo = new TypeInfo(schema);
  visit(
    withoutOtherOperations(document, operationName),
    visitWithTypeInfo(typeInfo, {
      Field() {
        const parent = typeInfo.getParentType();
        const field = typeInfo.getFieldDef();
        if (!parent || !field || field.name.startsWith('__')) return;
        note(`${parent.name}.${field.name}`, [
          index.ofField(parent.name, field.name),
          index.ofType(getNamedType(field.type).name),
          ...implementations(schema, parent).flatMap((type) => [
            index.ofType(type),
            index.ofField(type, field.name),
          ]),
        ]);
      },
      InlineFragment: (node) => noteCondition(node.typeCondition?.name.value),
      FragmentDefinition: (node) => noteCondition(node.typeCondition.name.value),
    }),
  );
  return [...guarded].map(([coordinate, requirements]) => ({ coordinate, requirements }));
};

const implementations = (schema: GraphQLSchema, type: GraphQLNamedType): string[] =>
  isAbstractType(type) ? schema.getPossibleTypes(type).map(({ name }) => name) : [];

/** Fragments all stay: one that this operation does not spread can only ask for more, never for less. */
const withoutOtherOperations = (
  document: DocumentNode,
  operationName: string | null | undefined,
): DocumentNode => ({
  kind: Kind.DOCUMENT,
  definitions: document.definitions.filter(
    (definition) =>
      definition.kind !== Kind.OPERATION_DEFINITION ||
      !operationName ||
      definition.name?.value === operationName,
  ),
});
