import type {
  GraphQLArgument,
  GraphQLField,
  GraphQLInputType,
  GraphQLNamedType,
  GraphQLOutputType,
} from 'graphql';
import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { OperationKind } from './public-schema.js';
import type { Place } from './sample-values.js';

/** Says what goes to a place; `undefined` leaves an optional one out. */
export type Chooser = (place: Place) => unknown;

export type Operation = { query: string; variables: Record<string, unknown> };

/** Deep enough for what belongs to what is asked for, such as the payments of an invoice of a tenant. */
const deepest = 4;

type Writing = {
  choose: Chooser;
  variables: Record<string, unknown>;
  declarations: string[];
};

/** Every place that can be filled beneath these arguments, input objects opened. */
export const placesOf = (field: GraphQLField<unknown, unknown>): Place[] =>
  field.args.flatMap((argument) => placesBeneath(field.name, argument, new Set()));

const placesBeneath = (
  holder: string,
  { name, type }: { name: string; type: GraphQLInputType },
  above: ReadonlySet<string>,
): Place[] => {
  const named = getNamedType(type);
  if (!isInputObjectType(named)) return [{ holder, name, type }];
  if (above.has(named.name)) return [];
  const within = new Set([...above, named.name]);
  return Object.values(named.getFields()).flatMap((field) =>
    placesBeneath(named.name, field, within),
  );
};

const valueFor = (holder: string, place: Omit<Place, 'holder'>, choose: Chooser): unknown => {
  const nullable = getNullableType(place.type);
  const named = getNamedType(place.type);
  if (!isInputObjectType(named)) {
    const value = choose({ holder, ...place });
    if (value === undefined || !isListType(nullable) || Array.isArray(value)) return value;
    return [value];
  }
  const fields = Object.values(named.getFields()).map((field): [string, unknown] => [
    field.name,
    valueFor(named.name, field, choose),
  ]);
  const value = Object.fromEntries(fields.filter(([, each]) => each !== undefined));
  return isListType(nullable) ? [value] : value;
};

const writeArguments = (
  holder: string,
  args: readonly GraphQLArgument[],
  writing: Writing,
): string => {
  const written = args.flatMap((argument) => {
    const value = valueFor(holder, argument, writing.choose);
    if (value === undefined) return [];
    const variable = `v${writing.declarations.length}`;
    writing.variables[variable] = value;
    writing.declarations.push(`$${variable}: ${String(argument.type)}`);
    return [`${argument.name}: $${variable}`];
  });
  return written.length > 0 ? `(${written.join(', ')})` : '';
};

const selectionOf = (
  type: GraphQLOutputType,
  writing: Writing,
  above: readonly string[],
): string => {
  const named = getNamedType(type);
  if (!isCompositeType(named)) return '';
  if (!isObjectType(named)) return ' { __typename }';
  const within = [...above, named.name];
  const fields = Object.values(named.getFields()).flatMap((field) => {
    const inner = getNamedType(field.type);
    if (isCompositeType(inner) && (within.length >= deepest || within.includes(inner.name)))
      return [];
    // Within an answer only what must be said is said.
    const needed = field.args.filter((argument) => isNonNullType(argument.type));
    const args = writeArguments(field.name, needed, writing);
    return [`${field.name}${args}${selectionOf(field.type, writing, within)}`];
  });
  return ` { ${['__typename', ...fields].join(' ')} }`;
};

/** A root field with all its arguments, asked for everything that it leads to. */
export const operationOf = (
  kind: OperationKind,
  field: GraphQLField<unknown, unknown>,
  choose: Chooser,
): Operation => {
  const writing: Writing = { choose, variables: {}, declarations: [] };
  const args = writeArguments(field.name, field.args, writing);
  const selection = selectionOf(field.type, writing, []);
  const declared = writing.declarations.length > 0 ? `(${writing.declarations.join(', ')})` : '';
  return {
    query: `${kind} Generated${declared} { ${field.name}${args}${selection} }`,
    variables: writing.variables,
  };
};

/** Everything that an entity has in one subgraph, and a variable for its representations. */
export const entityQueryOf = (type: GraphQLNamedType | undefined, choose: Chooser): Operation => {
  if (!isObjectType(type)) throw new Error('Only objects are entities.');
  const writing: Writing = { choose, variables: {}, declarations: [] };
  const selection = selectionOf(type, writing, []);
  const declared = ['$representations: [_Any!]!', ...writing.declarations].join(', ');
  return {
    query: `query Entities(${declared}) { _entities(representations: $representations) { ... on ${type.name}${selection} } }`,
    variables: writing.variables,
  };
};
