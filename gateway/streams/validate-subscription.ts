import { GraphQLError, OperationTypeNode, validate } from 'graphql';
import type { DocumentNode, GraphQLSchema, ValidationRule } from 'graphql';

/**
 * Validates a document with a subscription. graphql-js's own rules throw, rather than report, on a root field under
 * `@skip` or `@include`, which the specification forbids; so that is looked for first.
 */
export const validateSubscription = (
  schema: GraphQLSchema,
  document: DocumentNode,
): readonly GraphQLError[] => {
  const conditional = validate(schema, document, [unconditionalRoot]);
  return (conditional.length > 0 ? conditional : validate(schema, document)).map(withCode);
};

const unconditionalRoot: ValidationRule = (context) => ({
  OperationDefinition({ operation, selectionSet }) {
    if (operation !== OperationTypeNode.SUBSCRIPTION) return;
    for (const selection of selectionSet.selections)
      for (const { name } of selection.directives ?? [])
        if (name.value === 'skip' || name.value === 'include')
          context.reportError(
            new GraphQLError(`@${name.value} cannot stand at the root of a subscription.`, {
              nodes: [selection],
            }),
          );
  },
});

const withCode = (error: GraphQLError): GraphQLError =>
  new GraphQLError(error.message, {
    nodes: error.nodes ?? null,
    source: error.source ?? null,
    positions: error.positions ?? null,
    extensions: { ...error.extensions, code: 'GRAPHQL_VALIDATION_FAILED' },
  });
