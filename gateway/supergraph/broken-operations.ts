import { parse, validate } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import type { GatewaySettings } from '../settings.js';
import type { Generation } from './generation.js';

/** Operations in use that a newer supergraph must not break. */
export type OperationsInUse = (current: Generation) => Iterable<string>;

/** More would tell nobody more. */
const mostNamed = 3;

/** Why a schema cannot take the place of another under these documents; null when all of them are still valid. */
export const breakageOf = (schema: GraphQLSchema, texts: Iterable<string>): string | null => {
  const broken: string[] = [];
  let count = 0;
  for (const text of new Set(texts)) {
    const [error] = validate(schema, parse(text));
    if (!error) continue;
    count += 1;
    if (broken.length < mostNamed) broken.push(`${nameOf(text)}: ${error.message}`);
  }
  if (count === 0) return null;
  const more = count > broken.length ? ` and ${count - broken.length} more` : '';
  return `It breaks ${count === 1 ? 'an operation' : `${count} operations`} in use (${broken.join('; ')}${more}).`;
};

const nameOf = (text: string): string =>
  /\b(?:query|mutation|subscription)\s+(\w+)/.exec(text)?.[1] ?? 'an operation without a name';

/** As the guard has it: the trusted documents, or all that ran lately, too. */
export const operationsInUse = (
  guard: GatewaySettings['GATEWAY_SUPERGRAPH_GUARD'],
  trusted: ReadonlySet<string>,
): OperationsInUse => {
  if (guard === 'off') return () => [];
  return (current) => [...trusted, ...(guard === 'live' ? operationsRunLately(current) : [])];
};

/** What the gateway remembers of one supergraph to have run lately: queries, mutations and subscriptions. */
const operationsRunLately: OperationsInUse = function* ({ prepared, plans }) {
  // Keys are the operation's name, a line break, and the text.
  for (const key of [...prepared.keys(), ...plans.keys()]) yield key.slice(key.indexOf('\n') + 1);
};
