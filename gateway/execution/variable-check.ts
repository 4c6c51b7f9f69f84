import { getVariableValues, isListType, isNonNullType, isScalarType, typeFromAST } from 'graphql';
import type {
  GraphQLInputType,
  GraphQLSchema,
  OperationDefinitionNode,
  GraphQLError,
} from 'graphql';

type Values = Readonly<Record<string, unknown>>;

/** What is wrong with the values that a client gave for an operation's variables; null when nothing is. */
export type VariableCheck = (values: Values) => readonly GraphQLError[] | null;

/** Whether a value is certainly right; false when only the full check can tell. */
type Certain = (value: unknown) => boolean;

/**
 * Checks variables as graphql-js does, without coercing what needs no coercion: most requests pass plain strings and
 * numbers, for which a look at each is enough.
 */
export const compileVariableCheck = (
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
): VariableCheck => {
  if (variableDefinitions.length === 0) return () => null;
  const looks = variableDefinitions.map(({ variable, type: node, defaultValue }) => {
    const type = typeFromAST(schema, node) as GraphQLInputType | undefined;
    const isCertain = type ? certainly(type) : never;
    return { name: variable.name.value, isCertain, hasDefault: defaultValue !== undefined };
  });
  const isPlain = (values: Values): boolean =>
    looks.every(({ name, isCertain, hasDefault }) => {
      const value = Object.hasOwn(values, name) ? values[name] : undefined;
      return value === undefined && hasDefault ? true : isCertain(value ?? null);
    });
  return (values) => {
    if (isPlain(values)) return null;
    return getVariableValues(schema, variableDefinitions, values).errors ?? null;
  };
};

const never: Certain = () => false;

const certainly = (type: GraphQLInputType): Certain => {
  if (isNonNullType(type)) {
    const inner = certainly(type.ofType);
    return (value) => value !== null && inner(value);
  }
  if (isListType(type)) {
    const inner = certainly(type.ofType);
    return (value) =>
      value === null || (Array.isArray(value) && value.every((item) => inner(item ?? null)));
  }
  const isValue = (isScalarType(type) ? scalars[type.name] : undefined) ?? never;
  return (value) => value === null || isValue(value);
};

const scalars: Readonly<Record<string, Certain>> = {
  String: (value) => typeof value === 'string',
  ID: (value) => typeof value === 'string',
  Boolean: (value) => typeof value === 'boolean',
  Float: (value) => Number.isFinite(value),
  Int: (value) => typeof value === 'number' && (value | 0) === value,
};
