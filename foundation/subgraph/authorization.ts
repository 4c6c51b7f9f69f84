import { getDirectiveValues, isObjectType } from 'graphql';
import type {
  ConstDirectiveNode,
  GraphQLField,
  GraphQLFieldResolver,
  GraphQLObjectType,
  GraphQLSchema,
} from 'graphql';
import { defaultFieldResolver } from 'graphql';
import { scopesOf } from '../context/viewer.js';
import type { Viewer } from '../context/viewer.js';
import { DomainError } from '../errors/domain-error.js';

/** Any of the inner lists is enough; all scopes of that list are needed. */
type Requirement = { anyOf: readonly (readonly string[])[] };

/**
 * Enforces `@authenticated` and `@requiresScopes` of a subgraph's own SDL on every field that carries one, itself or
 * through its type. The gateway has already decided; this is the second wall.
 */
export const enforceAuthorization = (schema: GraphQLSchema): void => {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const requirements = requirementsOf(schema, type, field);
      if (requirements.length > 0) guard(field, requirements);
    }
  }
};

const requirementsOf = (
  schema: GraphQLSchema,
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
): Requirement[] => {
  const nodes = [type.astNode, ...type.extensionASTNodes, field.astNode];
  return nodes.flatMap((node) =>
    (node?.directives ?? []).flatMap((directive) => requirementOf(schema, directive)),
  );
};

const requirementOf = (schema: GraphQLSchema, node: ConstDirectiveNode): Requirement[] => {
  const name = node.name.value.replace(/^federation__/, '');
  if (name === 'authenticated') return [{ anyOf: [[]] }];
  if (name !== 'requiresScopes') return [];
  const directive = schema.getDirective(node.name.value);
  const values = directive && getDirectiveValues(directive, { directives: [node] });
  return [{ anyOf: (values?.['scopes'] ?? []) as string[][] }];
};

const guard = (
  field: GraphQLField<unknown, unknown>,
  requirements: readonly Requirement[],
): void => {
  const guarded =
    (inner: GraphQLFieldResolver<unknown, unknown>): GraphQLFieldResolver<unknown, unknown> =>
    (source, args, context, info) => {
      assertAllowed((context as { viewer: Viewer }).viewer, requirements, info.fieldName);
      return inner(source, args, context, info);
    };
  field.resolve = guarded(field.resolve ?? defaultFieldResolver);
  if (field.subscribe) field.subscribe = guarded(field.subscribe);
};

const assertAllowed = (
  viewer: Viewer,
  requirements: readonly Requirement[],
  fieldName: string,
): void => {
  if (viewer.kind === 'anonymous')
    throw new DomainError('UNAUTHENTICATED', `Sign in to read ${fieldName}.`);
  const scopes = scopesOf(viewer);
  for (const { anyOf } of requirements) {
    if (anyOf.some((all) => all.every((scope) => scopes.includes(scope)))) continue;
    const wanted = anyOf.map((all) => all.join(' and ')).join(', or ');
    throw new DomainError('FORBIDDEN', `${fieldName} needs the scope ${wanted}.`);
  }
};
