import { getNamedType, getNullableType, GraphQLError, isListType, isObjectType } from 'graphql';
import type { FieldNode, GraphQLField, GraphQLObjectType } from 'graphql';
import type { CostIndex, ListSize } from './cost-index.js';
import { argumentValue } from './input-cost.js';

export type Variables = Readonly<Record<string, unknown>>;
export type SizeOf = (variables: Variables) => number;

export type FieldSize = {
  /** Of the field's own list; 1 when it is none. */
  own: SizeOf;
  /** Of lists below it, by field. */
  below: ReadonlyMap<string, SizeOf>;
};

type Field = GraphQLField<unknown, unknown>;
const none: ReadonlyMap<string, SizeOf> = new Map();
const one: SizeOf = () => 1;

/**
 * How often what stands below a field is answered: as `@listSize` says, as a connection's `first` or `last` say, as the
 * field above said (`inherited`), or else as often as `defaultSize`.
 */
export const sizeOfField = (
  index: CostIndex,
  at: { type: GraphQLObjectType; field: Field; node: FieldNode },
  options: { inherited: SizeOf | undefined; defaultSize: number },
): FieldSize => {
  const { type, field } = at;
  const isList = isListType(getNullableType(field.type));
  const declared = index.listSizeOf(type.name, field.name) ?? connectionSize(field);
  if (!declared)
    return { own: isList ? (options.inherited ?? (() => options.defaultSize)) : one, below: none };
  const size = slicedSize(declared, at, options.defaultSize);
  if (declared.sizedFields.length === 0) return { own: isList ? size : one, below: none };
  const below = new Map(declared.sizedFields.map((name) => [name, size]));
  return { own: isList ? () => options.defaultSize : one, below };
};

const slicedSize = (
  { slicingArguments, requireOne, assumedSize }: ListSize,
  { type, field, node }: { type: GraphQLObjectType; field: Field; node: FieldNode },
  defaultSize: number,
): SizeOf => {
  const fallback = assumedSize ?? defaultSize;
  const names = field.args.filter(({ name }) => slicingArguments.includes(name));
  return (variables) => {
    const given = names
      .map((argument) => argumentValue(node, argument, variables))
      .filter((value) => typeof value === 'number');
    if (requireOne && given.length !== 1)
      throw new GraphQLError(
        `Give ${type.name}.${field.name} exactly one of ${slicingArguments.join(', ')}.`,
        { nodes: [node], extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } },
      );
    return given.length === 0 ? fallback : Math.max(0, ...given);
  };
};

/** Relay's connections tell their size without a word: nobody can forget to declare one. */
const connectionSize = (field: Field): ListSize | undefined => {
  const type = getNamedType(field.type);
  if (!isObjectType(type) || !type.name.endsWith('Connection')) return undefined;
  const sizedFields = ['nodes', 'edges'].filter((name) => type.getFields()[name]);
  const slicingArguments = ['first', 'last'].filter((name) =>
    field.args.some((argument) => argument.name === name),
  );
  if (sizedFields.length === 0 || slicingArguments.length === 0) return undefined;
  return { assumedSize: null, slicingArguments, sizedFields, requireOne: false };
};
