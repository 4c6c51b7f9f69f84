import { Kind } from 'graphql';
import type { ConstDirectiveNode, DefinitionNode, DocumentNode } from 'graphql';
import { argumentsOf, linkedSpecs } from '../supergraph/linked-specs.js';
import type { Requirement } from './requirement.js';

type Directive = 'authenticated' | 'requiresScopes' | 'policy';
const directives: readonly Directive[] = ['authenticated', 'requiresScopes', 'policy'];

/** The authorization directives of a supergraph by coordinate. Composition takes them out of the API schema. */
export type RequirementIndex = {
  ofType(type: string): Requirement | undefined;
  ofField(type: string, field: string): Requirement | undefined;
  /** Number of types and fields that ask for something. */
  size: number;
};

/** Reads the directives under whatever names the supergraph imported them. */
export const buildRequirementIndex = (supergraph: DocumentNode): RequirementIndex => {
  const names = localNames(supergraph);
  const byCoordinate = new Map<string, Requirement>();
  const note = (coordinate: string, nodes: readonly ConstDirectiveNode[] | undefined): void => {
    const requirement = requirementOf(nodes ?? [], names);
    if (requirement) byCoordinate.set(coordinate, requirement);
  };

  for (const definition of supergraph.definitions) {
    if (!isTypeDefinition(definition)) continue;
    const type = definition.name.value;
    note(type, definition.directives);
    for (const field of 'fields' in definition ? (definition.fields ?? []) : [])
      note(`${type}.${field.name.value}`, field.directives);
  }
  return {
    ofType: (type) => byCoordinate.get(type),
    ofField: (type, field) => byCoordinate.get(`${type}.${field}`),
    size: byCoordinate.size,
  };
};

const isTypeDefinition = (definition: DefinitionNode) =>
  definition.kind === Kind.OBJECT_TYPE_DEFINITION ||
  definition.kind === Kind.INTERFACE_TYPE_DEFINITION ||
  definition.kind === Kind.UNION_TYPE_DEFINITION ||
  definition.kind === Kind.SCALAR_TYPE_DEFINITION ||
  definition.kind === Kind.ENUM_TYPE_DEFINITION;

const localNames = (supergraph: DocumentNode): Map<string, Directive> => {
  const names = new Map<string, Directive>();
  for (const spec of linkedSpecs(supergraph)) {
    const directive = directives.find(
      (name) => spec.identity === `https://specs.apollo.dev/${name}`,
    );
    if (directive) names.set(spec.nameOf(directive), directive);
  }
  return names;
};

const requirementOf = (
  nodes: readonly ConstDirectiveNode[],
  names: ReadonlyMap<string, Directive>,
): Requirement | undefined => {
  let requirement: Requirement | undefined;
  for (const node of nodes) {
    const directive = names.get(node.name.value);
    if (!directive) continue;
    requirement ??= { authenticated: false, scopes: null, policies: null };
    const given = argumentsOf(node);
    if (directive === 'authenticated') requirement.authenticated = true;
    else if (directive === 'requiresScopes') requirement.scopes = given['scopes'] as string[][];
    else requirement.policies = given['policies'] as string[][];
  }
  return requirement;
};
