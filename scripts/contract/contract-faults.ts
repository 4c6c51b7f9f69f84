import type { DocumentNode, GraphQLError, GraphQLSchema } from 'graphql';
import { getOperationAST, getVariableValues, isObjectType, validate } from 'graphql';
import type { ContractOperation, Pending } from './contract-operations.mjs';
import { servedOperations } from './contract-operations.mjs';

type Variables = Readonly<Record<string, unknown>>;

export type Contract = {
  operations: readonly ContractOperation[];
  pending: Pending;
  /** An example of each operation's variables. */
  variables: Readonly<Record<string, Variables>>;
};

const sentences = (errors: readonly GraphQLError[]): string =>
  errors.map(({ message }) => message).join(' ');

const hasField = (schema: GraphQLSchema, coordinate: string): boolean => {
  const [typeName = '', fieldName = ''] = coordinate.split('.');
  const type = schema.getType(typeName);
  return isObjectType(type) && fieldName in type.getFields();
};

const variableFaults = (
  schema: GraphQLSchema,
  { name, document }: ContractOperation,
  variables: Variables,
): string[] => {
  const definitions = getOperationAST(document)?.variableDefinitions ?? [];
  const { errors } = getVariableValues(schema, definitions, variables);
  return errors
    ? [`${name}: its example in variables.json does not fit: ${sentences(errors)}`]
    : [];
};

const isValid = (schema: GraphQLSchema, document: DocumentNode | undefined): boolean =>
  document !== undefined && validate(schema, document).length === 0;

/** What pending.json announces although it is there, or although nothing asks for it. */
const pendingFaults = (
  schema: GraphQLSchema,
  { operations, pending, variables }: Contract,
): string[] => {
  const documents = new Map(operations.map(({ name, document }) => [name, document]));
  const announced = Object.entries(pending.operations).flatMap(([owner, names]) =>
    names.map((name) => ({ name, owner })),
  );
  return [
    ...[...announced.map(({ name }) => name), ...Object.keys(variables)]
      .filter((name) => !documents.has(name))
      .map((name) => `There is no operation ${name} in the contract.`),
    ...announced
      .filter(({ name }) => isValid(schema, documents.get(name)))
      .map(({ name, owner }) => servedNow(name, owner)),
    ...Object.entries(pending.fields).flatMap(([owner, coordinates]) =>
      coordinates
        .filter((coordinate) => hasField(schema, coordinate))
        .map((coordinate) => servedNow(coordinate, owner)),
    ),
  ];
};

const servedNow = (what: string, owner: string): string =>
  `${what} is served now: take it out of pending.json (it stands under "${owner}").`;

/** One sentence for each operation that the schema does not answer as the contract says. */
export const contractFaults = (schema: GraphQLSchema, contract: Contract): string[] => [
  ...pendingFaults(schema, contract),
  ...servedOperations(contract.operations, contract.pending).flatMap((operation) => {
    const errors = validate(schema, operation.document);
    return errors.length > 0
      ? [`${operation.name} does not validate: ${sentences(errors)}`]
      : variableFaults(schema, operation, contract.variables[operation.name] ?? {});
  }),
];
