import {
  getNullableType,
  GraphQLError,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
} from 'graphql';
import type { GraphQLFieldResolver, GraphQLOutputType, GraphQLSchema } from 'graphql';

/**
 * A world in which every field has an answer that follows from the object it stands on, its name and its arguments, and
 * from nothing else. Whoever asks gets the same, be it one schema or a federation: their answers can be compared.
 */
export type MockWorld = { fieldResolver: GraphQLFieldResolver<unknown, unknown> };

type Parent = { __identity?: string; __typename?: string } & Record<string, unknown>;

/** So few of each entity that the same ones turn up again and again. */
const entities = 5;

export const createMockWorld = (subgraphs: readonly GraphQLSchema[]): MockWorld => {
  const keys = keyFieldsOf(subgraphs);
  const mayBeNull = (type: string, field: string): boolean =>
    subgraphs.every((schema) => {
      const found = fieldOf(schema, type, field);
      return !found || !isNonNullType(found.type);
    });
  const commonValues = (name: string): string[] => {
    const lists = subgraphs.flatMap((schema) => {
      const type = schema.getType(name);
      return isEnumType(type) ? [type.getValues().map((value) => value.name)] : [];
    });
    const [first = [], ...rest] = lists;
    const common = first.filter((value) => rest.every((list) => list.includes(value)));
    return common.length > 0 ? common : first;
  };

  const valueOf = (type: GraphQLOutputType, seed: string): unknown => {
    const bare = getNullableType(type);
    const number = hash(seed);
    if (isListType(bare))
      return Array.from({ length: number % 3 }, (_, index) =>
        valueOf(bare.ofType, `${seed}[${index}]`),
      );
    if (isObjectType(bare)) return objectOf(bare.name, seed);
    if (isEnumType(bare)) {
      const values = commonValues(bare.name);
      return values[number % values.length];
    }
    return leafOf(String(bare), number);
  };

  /** Entities are known by their key alone, everything else by how one came to it. */
  const objectOf = (typename: string, seed: string): Parent => {
    const number = hash(seed) % entities;
    const key = keys.get(typename);
    if (!key) return { __typename: typename, __identity: seed };
    return { __typename: typename, ...Object.fromEntries(key.map((f) => [f, `${f}-${number}`])) };
  };

  return {
    fieldResolver(source, args, _context, info) {
      const parent = (source ?? {}) as Parent;
      const { parentType, fieldName, returnType } = info;
      const key = keys.get(parentType.name);
      if (key?.includes(fieldName)) return parent[fieldName];
      const identity = key
        ? `${parentType.name}:${key.map((field) => String(parent[field])).join(',')}`
        : (parent.__identity ?? parentType.name);
      const seed = `${identity}.${fieldName}(${JSON.stringify(args)})`;
      const chance = hash(`chance of ${seed}`);
      if (chance % 29 === 0) throw new GraphQLError(`no ${fieldName}`);
      if (chance % 7 === 0 && mayBeNull(parentType.name, fieldName)) return null;
      return valueOf(returnType, seed);
    },
  };
};

const fieldOf = (schema: GraphQLSchema, typename: string, field: string) => {
  const type = schema.getType(typename);
  return isObjectType(type) ? type.getFields()[field] : undefined;
};

/** By type; our subgraphs have no keys but of plain fields. */
const keyFieldsOf = (subgraphs: readonly GraphQLSchema[]): Map<string, string[]> => {
  const keys = new Map<string, string[]>();
  for (const schema of subgraphs)
    for (const [name, type] of Object.entries(schema.getTypeMap())) {
      const nodes = [type.astNode, ...type.extensionASTNodes].flatMap(
        (node) => node?.directives ?? [],
      );
      for (const { name: directive, arguments: given } of nodes) {
        const fields = given?.find((argument) => argument.name.value === 'fields')?.value;
        if (directive.value === 'key' && fields?.kind === Kind.STRING)
          keys.set(name, fields.value.split(' '));
      }
    }
  return keys;
};

const leafOf = (type: string, number: number): unknown => {
  if (type === 'Int') return number % 1_000;
  if (type === 'Float') return (number % 1_000) / 8;
  if (type === 'Boolean') return number % 2 === 0;
  if (type === 'JSON') return { some: [number % 10, null, 'text'] };
  return `${type.toLowerCase()}-${number % 1_000}`;
};

/** FNV-1a. */
export const hash = (text: string): number => {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return (value ^ (value >>> 15)) >>> 0;
};
