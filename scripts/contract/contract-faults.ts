import type { GraphQLError, GraphQLSchema } from 'graphql';
import { getOperationAST, getVariableValues, validate } from 'graphql';
import type { ContractOperation } from './contract-operations.js';

/** The operations that no subgraph serves yet, by the subgraph that will. */
export type PendingOperations = Readonly<Record<string, readonly string[]>>;

export type Contract = {
  operations: readonly ContractOperation[];
  pending: PendingOperations;
  /** An example of each operation's variables. */
  variables: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

const sentences = (errors: readonly GraphQLError[]): string =>
  errors.map(({ message }) => message).join(' ');

const faultOf = (
  schema: GraphQLSchema,
  { name, document }: ContractOperation,
  owner: string | undefined,
  variables: Readonly<Record<string, unknown>>,
): string[] => {
  const errors = validate(schema, document);
  if (owner !== undefined)
    return errors.length > 0
      ? []
      : [`${name} is served now: take it out of pending.json (it stands under "${owner}").`];
  if (errors.length > 0) return [`${name} does not validate: ${sentences(errors)}`];
  const coerced = getVariableValues(
    schema,
    getOperationAST(document)?.variableDefinitions ?? [],
    variables,
  );
  return coerced.errors
    ? [`${name}: its example in variables.json does not fit: ${sentences(coerced.errors)}`]
    : [];
};

/** One sentence for each operation that the schema does not answer as the contract says. */
export const contractFaults = (
  schema: GraphQLSchema,
  { operations, pending, variables }: Contract,
): string[] => {
  const ownerOf = new Map(
    Object.entries(pending).flatMap(([owner, names]) => names.map((name) => [name, owner])),
  );
  const known = new Set(operations.map(({ name }) => name));
  const unknown = [...ownerOf.keys(), ...Object.keys(variables)].filter((name) => !known.has(name));
  return [
    ...unknown.map((name) => `There is no operation ${name} in the contract.`),
    ...operations.flatMap((operation) =>
      faultOf(schema, operation, ownerOf.get(operation.name), variables[operation.name] ?? {}),
    ),
  ];
};
