import { isObjectType } from '@apollo/federation-internals';
import type { FieldSelection, Operation, SelectionSet } from '@apollo/federation-internals';
import { computeResponse } from '@apollo/gateway/dist/resultShaping.js';
import { executeSync, GraphQLError, Kind, OperationTypeNode, visit } from 'graphql';
import type {
  DocumentNode,
  ExecutionResult,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import type { Execution } from './execution.js';
import { isJsonObject } from './merge-answer.js';

type Subject = {
  apiSchema: GraphQLSchema;
  operation: Operation;
  definition: OperationDefinitionNode;
};

/** The response by Apollo's own code, for whatever the compiled shaper does not take on. */
export const completeResponse = (
  { apiSchema, operation, definition }: Subject,
  { data: input, errors, variables }: Pick<Execution, 'data' | 'errors' | 'variables'>,
): ExecutionResult => {
  try {
    nameObjects(operation.selectionSet, input);
    const { data, errors: completionErrors } = computeResponse({
      operation,
      variables,
      input,
      introspectionHandling: (selection) => introspect(apiSchema, definition, selection, variables),
    });
    if (errors.length === 0 && completionErrors.length > 0)
      return { extensions: { valueCompletion: completionErrors }, data: data ?? null };
    return withErrors(errors, data ?? null);
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] };
    const cause = error instanceof Error ? error : new Error(String(error));
    return { errors: [new GraphQLError(cause.message, { originalError: cause })] };
  }
};

export const withErrors = (
  errors: readonly Error[],
  data: Record<string, unknown> | null,
): ExecutionResult =>
  errors.length === 0 ? { data } : { errors: errors.map(asGraphQLError), data };

const asGraphQLError = (error: Error): GraphQLError =>
  error instanceof GraphQLError ? error : new GraphQLError(error.message, { originalError: error });

/**
 * Writes into objects what they are, where the schema leaves no doubt: Apollo's code loses the fields of a fragment
 * within a fragment on objects that do not say it, and not every planner asks for it.
 */
const nameObjects = (selections: SelectionSet, value: unknown): void => {
  if (Array.isArray(value)) for (const item of value) nameObjects(selections, item);
  if (!isJsonObject(value)) return;
  for (const selection of selections.selections()) {
    if (selection.kind === 'FragmentSelection') {
      nameObjects(selection.selectionSet, value);
      continue;
    }
    const { element, selectionSet } = selection;
    const key = element.responseName();
    if (!selectionSet || !Object.hasOwn(value, key)) continue;
    const type = element.baseType();
    if (isObjectType(type)) nameAll(value[key], type.name);
    nameObjects(selectionSet, value[key]);
  }
};

const nameAll = (value: unknown, typename: string): void => {
  if (Array.isArray(value)) for (const item of value) nameAll(item, typename);
  else if (isJsonObject(value) && value['__typename'] === undefined) value['__typename'] = typename;
};

/** The part of a query that asks about the schema, answered from the API schema. */
const introspect = (
  schema: GraphQLSchema,
  { variableDefinitions }: OperationDefinitionNode,
  selection: FieldSelection,
  variableValues: Execution['variables'],
): unknown => {
  const field = selection.expandFragments().toSelectionNode();
  const used = new Set<string>();
  visit(field, { Variable: ({ name }) => void used.add(name.value) });
  const document: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [
      {
        kind: Kind.OPERATION_DEFINITION,
        operation: OperationTypeNode.QUERY,
        variableDefinitions:
          variableDefinitions?.filter(({ variable }) => used.has(variable.name.value)) ?? [],
        selectionSet: { kind: Kind.SELECTION_SET, selections: [field] },
      },
    ],
  };
  const { data, errors } = executeSync({ schema, document, rootValue: {}, variableValues });
  if (errors?.[0]) throw errors[0];
  return data?.[(field.alias ?? field.name).value];
};
