import { Kind, visit } from 'graphql';

const isDelivery = ({ name }) => name.value === 'delivery';
const isExternal = ({ name }) => name.value === 'external';

/** `@delivery` of a type, written to each of its fields that says nothing itself. */
const pushDown = (node) => {
  const given = (node.directives ?? []).filter(isDelivery);
  if (given.length === 0) return undefined;
  return {
    ...node,
    directives: node.directives.filter((directive) => !isDelivery(directive)),
    fields: node.fields?.map((field) =>
      field.directives?.some((one) => isDelivery(one) || isExternal(one))
        ? field
        : { ...field, directives: [...(field.directives ?? []), ...given] },
    ),
  };
};

/**
 * A subgraph's schema with `@delivery` on fields only. In the composed type nobody could tell any more which subgraph
 * spoke for it, and a field that another one adds would be spoken for by mistake.
 */
export const pushDownDelivery = (document) =>
  visit(document, {
    [Kind.OBJECT_TYPE_DEFINITION]: pushDown,
    [Kind.OBJECT_TYPE_EXTENSION]: pushDown,
  });
