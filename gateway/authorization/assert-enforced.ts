import { getNamedType, isLeafType, isRequiredArgument } from 'graphql';
import type { GraphQLField, GraphQLSchema } from 'graphql';
import type { RequirementIndex } from './requirement-index.js';

/** Runs an operation as nobody; answers with the code of its first error, if any. */
export type AnonymousProbe = (operation: string) => Promise<string | undefined>;

/**
 * Proves that nobody reaches a protected root field, by trying. The supergraph that Apollo was given does not protect
 * itself, so that a gateway whose own enforcement is not wired must not start.
 * @throws when a protected field answers anything but UNAUTHENTICATED.
 */
export const assertEnforced = async (
  schema: GraphQLSchema,
  requirements: RequirementIndex,
  probes: { query: AnonymousProbe; subscription: AnonymousProbe },
): Promise<void> => {
  const roots = [
    { keyword: 'query', type: schema.getQueryType(), probe: probes.query },
    { keyword: 'subscription', type: schema.getSubscriptionType(), probe: probes.subscription },
  ];
  for (const { keyword, type, probe } of roots) {
    if (!type) continue;
    const field = Object.values(type.getFields()).find(
      ({ name }) => requirements.ofField(type.name, name) !== undefined,
    );
    if (!field) continue;
    const code = await probe(minimalOperation(keyword, field));
    if (code !== 'UNAUTHENTICATED')
      throw new Error(
        `Authorization is not enforced: ${type.name}.${field.name} answered nobody with ${code ?? 'data'}.`,
      );
  }
};

/**
 * A valid operation on one field. Required arguments are variables that are never given: if enforcement failed, the
 * missing values would still keep the field from running.
 */
const minimalOperation = (keyword: string, field: GraphQLField<unknown, unknown>): string => {
  const required = field.args.filter(isRequiredArgument);
  const variables = required.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const args = required.map(({ name }) => `${name}: $${name}`).join(', ');
  const selection = isLeafType(getNamedType(field.type)) ? '' : ' { __typename }';
  const parenthesised = (text: string) => (text === '' ? '' : `(${text})`);
  return `${keyword}${parenthesised(variables)} { ${field.name}${parenthesised(args)}${selection} }`;
};
