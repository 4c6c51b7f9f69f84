import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import {
  execute,
  getNamedType,
  GraphQLError,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  parse,
  visit,
} from 'graphql';
import type {
  DocumentNode,
  ExecutionResult,
  GraphQLFieldResolver,
  GraphQLLeafType,
  GraphQLNamedType,
  GraphQLOutputType,
  GraphQLResolveInfo,
  GraphQLSchema,
  GraphQLTypeResolver,
} from 'graphql';

/** How often things go wrong, each in a thousand. */
export type Mischief = {
  /** Nullable fields that are null. */
  nulls: number;
  /** Fields whose resolver throws. */
  errors: number;
  /** Values of an answer that are replaced by something that they must not be. */
  corruption: number;
  /** Calls that fail as a whole. */
  failures: number;
};

type Source = { seed: string; __typename?: string; id?: string };

/**
 * Subgraphs that answer anything their schemas allow. What a field holds follows from the object that it belongs to,
 * whichever subgraph is asked and however often, so that two executions see the same world. Few ids exist, so that
 * entities meet again.
 */
export class MadeUpWorld {
  readonly #schemas: ReadonlyMap<string, GraphQLSchema>;
  /** Interfaces that some subgraph knows as objects. */
  readonly #poses: ReadonlySet<string>;
  readonly #implementations = new Map<string, string[]>();
  readonly #documents = new Map<string, DocumentNode>();

  constructor(sdl: Readonly<Record<string, string>>) {
    this.#schemas = new Map(
      Object.entries(sdl).map(([name, text]) => [name, schemaOf(parse(text))]),
    );
    for (const text of Object.values(sdl))
      for (const [, name = '', list = ''] of text.matchAll(/type (\w+) implements ([\w &]+)/g))
        for (const one of list.split('&').map((part) => part.trim()))
          this.#implementations.set(one, [...(this.#implementations.get(one) ?? []), name].sort());
    this.#poses = new Set(
      Object.values(sdl).flatMap((text) =>
        [...text.matchAll(/type (\w+)[^{]*@interfaceObject/g)].map(([, name = '']) => name),
      ),
    );
  }

  /** @param conditions.named whether every object says what it is, asked or not. */
  async answer(
    subgraph: string,
    request: { query: string; variables: Record<string, unknown> },
    { seed, mischief, named = false }: { seed: number; mischief: Mischief; named?: boolean },
  ): Promise<ExecutionResult> {
    const schema = this.#schemas.get(subgraph);
    if (!schema) throw new Error(`no subgraph ${subgraph}`);
    const dice = new Dice(seed, mischief, this.#implementations);
    const failure = dice.failureOf(request.query);
    if (failure) return failure;
    const key = `${named} ${request.query}`;
    const parsed = (): DocumentNode =>
      named ? withTypenames(parse(request.query)) : parse(request.query);
    const document = this.#documents.get(key) ?? parsed();
    this.#documents.set(key, document);
    const result = await execute({
      schema,
      document,
      variableValues: structuredClone(request.variables),
      contextValue: dice,
      fieldResolver,
      typeResolver,
      rootValue: { seed: 'root' },
    });
    const answer = JSON.parse(JSON.stringify(result)) as ExecutionResult;
    if (named) revealTypenames(answer.data, this.#poses);
    dice.corrupt(answer, request);
    return answer;
  }
}

const sayingWhatItIs = 'typename_for_test';

/** Takes the answer to the question above for `__typename`, except where an interface poses as an object. */
const revealTypenames = (value: unknown, poses: ReadonlySet<string>): void => {
  if (typeof value !== 'object' || value === null) return;
  for (const inner of Object.values(value)) revealTypenames(inner, poses);
  const object = value as Record<string, unknown>;
  const typename = object[sayingWhatItIs];
  Reflect.deleteProperty(object, sayingWhatItIs);
  if (typeof typename === 'string' && !poses.has(typename)) object['__typename'] ??= typename;
};

/** Every object below the root is asked what it is. */
const withTypenames = (document: DocumentNode): DocumentNode =>
  visit<DocumentNode>(document, {
    Field: (node) =>
      node.selectionSet && {
        ...node,
        selectionSet: {
          ...node.selectionSet,
          selections: [
            ...node.selectionSet.selections,
            {
              kind: Kind.FIELD,
              alias: { kind: Kind.NAME, value: sayingWhatItIs },
              name: { kind: Kind.NAME, value: '__typename' },
            },
          ],
        },
      },
  });

/** An entity that is asked for by an interface says which of the objects it is. */
const schemaOf = (typeDefs: DocumentNode): GraphQLSchema => {
  const interfaces = typeDefs.definitions.filter(
    (one) => one.kind === Kind.INTERFACE_TYPE_DEFINITION,
  );
  const resolveReference = (reference: Source, dice: Dice, { schema }: GraphQLResolveInfo) => ({
    ...reference,
    ...makeUpObject(dice, schema, schema.getType(reference.__typename ?? ''), {
      ...{ key: '', id: reference.id },
    }),
  });
  const resolvers = Object.fromEntries(
    interfaces.map(({ name }) => [name.value, { __resolveReference: resolveReference }]),
  );
  return buildSubgraphSchema({ typeDefs, resolvers: resolvers as GraphQLResolverMap<unknown> });
};

const hash = (text: string): number => {
  let value = 2_166_136_261;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 16_777_619);
  value ^= value >>> 15;
  value = Math.imul(value, 2_246_822_507);
  return (value ^ (value >>> 13)) >>> 0;
};

class Dice {
  constructor(
    private readonly seed: number,
    private readonly mischief: Mischief,
    private readonly implementations: ReadonlyMap<string, readonly string[]>,
  ) {}

  /** The object types that a value of a type can be: those that this subgraph knows, else those that others know. */
  kindsOf(type: string, known: readonly string[]): readonly string[] {
    if (known.length > 0) return [...known].sort();
    return this.implementations.get(type) ?? [type];
  }

  pick<T>(key: string, choices: readonly T[]): T {
    return choices[hash(`${this.seed} ${key}`) % choices.length] as T;
  }

  chance(key: string, what: keyof Mischief): boolean {
    return hash(`${this.seed} ${what} ${key}`) % 1_000 < this.mischief[what];
  }

  failureOf(query: string): ExecutionResult | null {
    if (!this.chance(query, 'failures')) return null;
    const error = { message: 'down', extensions: { code: 'SERVICE_UNAVAILABLE' } };
    const errors = [error as unknown as GraphQLError];
    return this.pick(`failure ${query}`, [
      { errors },
      { errors, data: null },
      { data: {} },
      { data: null },
    ]);
  }

  /** Spoils values in place; what happens to an entity follows from its representation alone. */
  corrupt(answer: ExecutionResult, { variables }: { variables: Record<string, unknown> }): void {
    const spoil = (holder: Record<string, unknown>, key: string, place: string): void => {
      const value = holder[key];
      const isEntities = Array.isArray(variables['representations']) && key === '_entities';
      if (!isEntities && key !== '__typename' && key !== 'id' && this.chance(place, 'corruption')) {
        const replaced = this.pick<unknown>(place, [
          null,
          undefined,
          7,
          'x',
          1.5,
          true,
          { __typename: 'Nowhere' },
          [],
          ['y'],
        ]);
        if (replaced === undefined) Reflect.deleteProperty(holder, key);
        else holder[key] = structuredClone(replaced);
        return;
      }
      const representations = isEntities ? (variables['representations'] as unknown[]) : null;
      if (Array.isArray(value))
        value.forEach((item: unknown, i) => {
          const inner = representations ? JSON.stringify(representations[i]) : `${place}.${i}`;
          if (typeof item === 'object' && item !== null) walk(item, inner);
        });
      else if (typeof value === 'object' && value !== null) walk(value, place);
    };
    const walk = (value: object, place: string): void => {
      if (Array.isArray(value))
        value.forEach((item: unknown, i) => {
          if (typeof item === 'object' && item !== null) walk(item, `${place}.${i}`);
        });
      else
        for (const key of Object.keys(value))
          spoil(value as Record<string, unknown>, key, `${place}.${key}`);
    };
    if (answer.data) walk(answer.data, 'data');
  }
}

const seedOf = (source: unknown): string => {
  const { seed, id, __typename } = source as Partial<Source>;
  return seed ?? `entity ${id ?? canonical({ ...(source as object), __typename })}`;
};

/** JSON that does not depend on the order of properties. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort())
      : inner,
  );

const fieldResolver: GraphQLFieldResolver<unknown, Dice> = (source, args, dice, info) => {
  const known = (source as Record<string, unknown>)[info.fieldName];
  if (known !== undefined) return known;
  const key = `${seedOf(source)} ${info.fieldName}(${JSON.stringify(args)})`;
  if (dice.chance(key, 'errors')) throw makeUpError(dice, key, info.fieldName);
  return makeUp(dice, info.schema, info.returnType, key);
};

const makeUpError = (dice: Dice, key: string, field: string): Error =>
  dice.pick(`error ${key}`, [
    new Error(`no ${field}`),
    new GraphQLError(`refused ${field}`, { extensions: { code: 'FORBIDDEN', key } }),
    new GraphQLError(`unknown ${field}`, { extensions: { code: 'INVALID_GRAPHQL' } }),
    new GraphQLError('', { extensions: { key } }),
  ]);

const makeUp = (
  dice: Dice,
  schema: GraphQLSchema,
  type: GraphQLOutputType,
  key: string,
): unknown => {
  if (isNonNullType(type)) return makeUp(dice, schema, type.ofType, key) ?? null;
  if (!key.startsWith('root') && dice.chance(key, 'nulls')) return null;
  if (isListType(type)) {
    const length = dice.pick(`length ${key}`, [0, 1, 2, 3, 3]);
    return Array.from({ length }, (_, i) => makeUp(dice, schema, type.ofType, `${key} ${i}`));
  }
  if (isLeafType(type)) return makeUpLeaf(dice, type, key);
  return makeUpObject(dice, schema, getNamedType(type), { key });
};

const makeUpLeaf = (dice: Dice, type: GraphQLLeafType, key: string): unknown => {
  if (isEnumType(type)) return dice.pick(key, type.getValues()).value as unknown;
  switch (type.name) {
    case 'Int':
      return dice.pick(key, [0, 1, -5, 2_000_000]);
    case 'Float':
      return dice.pick(key, [0, 1.25, -3e-9, 1e30]);
    case 'Boolean':
      return dice.pick(key, [true, false]);
    case 'ID':
      return dice.pick(key, ['a', 'b', 'c', '7']);
    case 'String':
      return dice.pick(key, ['', 'text', 'Grüße "…"\u2028', 'b']);
    default:
      return dice.pick(key, ['1.5', 7, { a: [1, null] }, ['x']]);
  }
};

/**
 * Ids say what they are the id of, so that all subgraphs agree on it. An interface that a subgraph holds as an object
 * has the ids of the types that other subgraphs know.
 */
const makeUpObject = (
  dice: Dice,
  schema: GraphQLSchema,
  type: GraphQLNamedType | undefined,
  { key, id: given }: { key: string; id?: string | undefined },
): Source => {
  if (!type) throw new Error('no such type');
  const possible = isAbstractType(type)
    ? schema.getPossibleTypes(type).map(({ name }) => name)
    : [];
  const kinds = dice.kindsOf(type.name, possible);
  const id = given ?? `${dice.pick(`kind ${key}`, kinds)}:${dice.pick(`id ${key}`, ['a', 'b'])}`;
  const [kind = ''] = id.split(':');
  const chosen = possible.length > 0 ? schema.getType(kind) : type;
  if (!chosen) throw new Error(`${id} is nothing here`);
  const isEntity = isObjectType(chosen) && 'id' in chosen.getFields();
  const __typename = chosen.name;
  return isEntity ? { __typename, id, seed: `entity ${id}` } : { __typename, seed: key };
};

const typeResolver: GraphQLTypeResolver<Source, Dice> = ({ __typename }) => __typename;
