import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { FieldDefinitionNode, ObjectTypeDefinitionNode, TypeNode } from 'graphql';
import { Kind, parse } from 'graphql';
import { errorCatalogue } from '../../../foundation/errors/error-codes.js';

/** Who keeps the truth of each entity; every other subgraph refers to it or adds to it. */
const ownerOf: Readonly<Record<string, string>> = {
  Tenant: 'tenants',
  User: 'tenants',
  Instrument: 'market-data',
  Model: 'automl',
  Invoice: 'billing',
  Account: 'trading',
  Order: 'trading',
  Position: 'trading',
  Signal: 'trading',
  Strategy: 'trading',
  Payment: 'payments',
};
/** Asked before there is anybody to authorize. */
const publicFields = new Set(['signUp', 'signIn', 'refreshSession', 'acceptInvitation']);
const rootTypes = new Set(['Query', 'Mutation', 'Subscription']);

const subgraphs = readdirSync('subgraphs').filter((name) =>
  existsSync(join('subgraphs', name, 'schema.graphql')),
);
const typesOf = (subgraph: string): ObjectTypeDefinitionNode[] =>
  parse(readFileSync(join('subgraphs', subgraph, 'schema.graphql'), 'utf8')).definitions.filter(
    (definition) => definition.kind === Kind.OBJECT_TYPE_DEFINITION,
  );

const has = (node: { directives?: readonly { name: { value: string } }[] }, name: string) =>
  node.directives?.some((directive) => directive.name.value === name) ?? false;

const namedType = (type: TypeNode): string =>
  type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);

/** Whether a null in its place takes down what holds the field. */
const isRequired = ({ type }: FieldDefinitionNode): boolean => type.kind === Kind.NON_NULL_TYPE;

/** Whether a null inside of what it refers to does: nothing on the way may be null, be it a list or its entry. */
const passesNullOn = (type: TypeNode): boolean => {
  if (type.kind !== Kind.NON_NULL_TYPE) return false;
  return type.type.kind === Kind.NAMED_TYPE || passesNullOn(type.type.type);
};

const keysOf = (type: ObjectTypeDefinitionNode): string[] =>
  (type.directives ?? [])
    .filter((directive) => directive.name.value === 'key')
    .flatMap((directive) => directive.arguments ?? [])
    .flatMap(({ value }) => (value.kind === Kind.STRING ? value.value.split(/\s+/) : []));

/** The fields for which `isFault` holds, as `Type.field`. */
const faultyFields = (
  subgraph: string,
  isFault: (field: FieldDefinitionNode, type: ObjectTypeDefinitionNode) => boolean,
): string[] =>
  typesOf(subgraph).flatMap((type) =>
    (type.fields ?? [])
      .filter((field) => isFault(field, type))
      .map((field) => `${type.name.value}.${field.name.value}`),
  );

describe.each(subgraphs)('the schema of %s', (subgraph) => {
  it('lets every root field be null, so that a dead subgraph costs its own fields and no more', () => {
    expect(
      faultyFields(subgraph, (field, type) => rootTypes.has(type.name.value) && isRequired(field)),
    ).toEqual([]);
  });

  it('lets what another subgraph owns be null where it refers to it', () => {
    expect(
      faultyFields(subgraph, (field) => {
        const owner = ownerOf[namedType(field.type)];
        return owner !== undefined && owner !== subgraph && passesNullOn(field.type);
      }),
    ).toEqual([]);
  });

  it('lets what it adds to the entity of another be null', () => {
    expect(
      faultyFields(subgraph, (field, type) => {
        const owner = ownerOf[type.name.value];
        const isKey = keysOf(type).includes(field.name.value);
        return owner !== undefined && owner !== subgraph && !isKey && isRequired(field);
      }),
    ).toEqual([]);
  });

  it('decides for every root field who may ask', () => {
    expect(
      faultyFields(
        subgraph,
        (field, type) =>
          rootTypes.has(type.name.value) &&
          !publicFields.has(field.name.value) &&
          !has(field, 'authenticated') &&
          !has(field, 'requiresScopes'),
      ),
    ).toEqual([]);
  });

  it('answers every mutation with user errors', () => {
    const types = typesOf(subgraph);
    const payloads = types
      .filter((type) => type.name.value === 'Mutation')
      .flatMap((type) => type.fields ?? [])
      .map((field) => namedType(field.type));

    expect(
      payloads.filter((name) => {
        const payload = types.find((type) => type.name.value === name);
        return !payload?.fields?.some(
          (field) => field.name.value === 'userErrors' && isRequired(field),
        );
      }),
    ).toEqual([]);
  });

  it('names only error codes of the catalogue', () => {
    const codes = parse(readFileSync(join('subgraphs', subgraph, 'schema.graphql'), 'utf8'))
      .definitions.filter((definition) => definition.kind === Kind.ENUM_TYPE_DEFINITION)
      .filter((definition) => definition.name.value === 'ErrorCode')
      .flatMap((definition) => definition.values ?? [])
      .map((value) => value.name.value);

    expect(codes.filter((code) => !(code in errorCatalogue))).toEqual([]);
  });
});
