import { readdirSync, readFileSync } from 'node:fs';
import { Supergraph } from '@apollo/federation-internals';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLField, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { isUnionType, Kind, parse } from 'graphql';
import { stripSecurity } from '../../../gateway/supergraph/strip-security.js';

export type OperationKind = 'query' | 'mutation' | 'subscription';
export type RootField = {
  kind: OperationKind;
  name: string;
  field: GraphQLField<unknown, unknown>;
  /** What the caller must be allowed to; empty for fields that anybody may ask. */
  scopes: readonly string[];
};

const supergraphSdl = readFileSync('supergraph.graphql', 'utf8');

/** What clients see, from the committed supergraph. */
export const publicSchema = (): GraphQLSchema =>
  Supergraph.build(stripSecurity(parse(supergraphSdl)))
    .apiSchema()
    .toGraphQLJSSchema();

/** The scopes stand only in the supergraph: the public schema leaves its directives out. */
const scopesByField = (): Map<string, string[]> => {
  const fields = new Map<string, string[]>();
  for (const definition of parse(supergraphSdl).definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    for (const field of definition.fields ?? []) {
      const directive = field.directives?.find(({ name }) => name.value === 'requiresScopes');
      const text = directive?.loc && supergraphSdl.slice(directive.loc.start, directive.loc.end);
      const scopes = [...(text ?? '').matchAll(/"([a-z-]+:[a-z-]+)"/g)].map((match) => match[1]!);
      fields.set(`${definition.name.value}.${field.name.value}`, scopes);
    }
  }
  return fields;
};

/** Every query, mutation and subscription there is. */
export const rootFieldsOf = (schema: GraphQLSchema): RootField[] => {
  const scopes = scopesByField();
  const of = (kind: OperationKind, type: GraphQLObjectType | null | undefined): RootField[] =>
    Object.values(type?.getFields() ?? {})
      .filter(({ name }) => !name.startsWith('_'))
      .map((field) => ({
        kind,
        name: field.name,
        field,
        scopes: scopes.get(`${type?.name ?? ''}.${field.name}`) ?? [],
      }));
  return [
    ...of('query', schema.getQueryType()),
    ...of('mutation', schema.getMutationType()),
    ...of('subscription', schema.getSubscriptionType()),
  ];
};

export type Entity = {
  type: string;
  /** The names of the key's fields. */
  key: readonly string[];
  /** False for a mere reference, which comes back as it was given. */
  resolvable: boolean;
};

export type Subgraph = {
  name: string;
  schema: GraphQLSchema;
  /** What `_entities` takes here, once for each key. */
  entities: readonly Entity[];
};

/** Every subgraph with what only its siblings may ask it. */
export const readSubgraphs = (): Subgraph[] =>
  readdirSync('subgraphs', { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const typeDefs = parse(readFileSync(`subgraphs/${name}/schema.graphql`, 'utf8'));
      const schema = buildSubgraphSchema({ typeDefs });
      const union = schema.getType('_Entity');
      const types = isUnionType(union) ? union.getTypes() : [];
      return { name, schema, entities: types.flatMap(entitiesOf) };
    });

const entitiesOf = (type: GraphQLObjectType): Entity[] =>
  [type.astNode, ...type.extensionASTNodes].flatMap((node) =>
    (node?.directives ?? [])
      .filter(({ name }) => name.value === 'key')
      .map((directive) => {
        const valueOf = (argument: string) =>
          directive.arguments?.find(({ name }) => name.value === argument)?.value;
        const fields = valueOf('fields');
        const resolvable = valueOf('resolvable');
        return {
          type: type.name,
          key: fields?.kind === Kind.STRING ? fields.value.split(/\s+/) : [],
          resolvable: resolvable?.kind !== Kind.BOOLEAN || resolvable.value,
        };
      }),
  );
