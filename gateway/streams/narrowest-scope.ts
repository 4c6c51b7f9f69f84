import { isAbstractType, Kind, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { narrower } from '../supergraph/delivery-index.js';
import type { DeliveryIndex, DeliveryScope } from '../supergraph/delivery-index.js';

/**
 * Whose the events of a subscription are: the narrowest of every field that it selects, in whichever subgraph. Of an
 * interface or union each possible type counts. Fragments that the operation does not spread count, too: they can
 * only narrow.
 */
export const narrowestScope = (
  delivery: DeliveryIndex,
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
): DeliveryScope => {
  let scope: DeliveryScope = 'PUBLIC';
  const subscription = schema.getSubscriptionType();
  const typeInfo = new TypeInfo(schema);
  const visitor = visitWithTypeInfo(typeInfo, {
    Field({ name }) {
      const parent = typeInfo.getParentType();
      if (!parent || name.value.startsWith('__')) return;
      if (parent === subscription) {
        scope = narrower(scope, delivery.ofSubscription(name.value).scope);
        return;
      }
      const types = isAbstractType(parent) ? schema.getPossibleTypes(parent) : [parent];
      for (const type of types) scope = narrower(scope, delivery.scopeOf(type.name, name.value));
    },
  });
  for (const definition of document.definitions) {
    const isOther =
      definition.kind === Kind.OPERATION_DEFINITION &&
      operationName &&
      definition.name?.value !== operationName;
    if (!isOther) visit(definition, visitor);
  }
  return scope;
};
