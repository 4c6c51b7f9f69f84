import {
  getNamedType,
  getOperationAST,
  isAbstractType,
  isCompositeType,
  Kind,
  OperationTypeNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { CacheHint, CacheHints } from './cache-hints.js';

/**
 * How old an answer to a valid query may be for whoever may ask it; null when it is not for sharing. It is as old as
 * the youngest thing in it, and private as soon as anything in it is. What nobody gave an age, at the root or as an
 * object, may have none: an undeclared field is never shared.
 */
export const publicAgeSeconds = (
  hints: CacheHints,
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
): number | null => {
  const operation = getOperationAST(document, operationName);
  if (hints.size === 0 || operation?.operation !== OperationTypeNode.QUERY) return null;
  let age = Infinity;
  const typeInfo = new TypeInfo(schema);
  const root = schema.getQueryType()?.name;
  visit(
    // Fragments all stay: one that this query does not spread can only make it younger.
    {
      kind: Kind.DOCUMENT,
      definitions: document.definitions.filter(
        (node) => node === operation || node.kind === Kind.FRAGMENT_DEFINITION,
      ),
    },
    visitWithTypeInfo(typeInfo, {
      Field() {
        const parent = typeInfo.getParentType();
        const field = typeInfo.getFieldDef();
        if (!parent || !field) {
          age = 0;
          return;
        }
        if (field.name === '__typename') return;
        const returned = getNamedType(field.type);
        const types = isAbstractType(parent) ? schema.getPossibleTypes(parent) : [parent];
        for (const type of types) {
          const own = hints.of(`${type.name}.${field.name}`);
          const ofType = isCompositeType(returned) ? hints.of(returned.name) : undefined;
          const isEntry = type.name === root || isCompositeType(returned);
          age = Math.min(age, ageOf(own, ofType, isEntry));
        }
      },
    }),
  );
  return age > 0 && age < Infinity ? age : null;
};

const ageOf = (
  own: CacheHint | undefined,
  ofType: CacheHint | undefined,
  isEntry: boolean,
): number => {
  if (own?.isPrivate || ofType?.isPrivate) return 0;
  const declared = own?.maxAgeSeconds ?? ofType?.maxAgeSeconds;
  if (declared !== null && declared !== undefined) return declared;
  return isEntry && !own?.inherits && !ofType?.inherits ? 0 : Infinity;
};
