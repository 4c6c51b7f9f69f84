import { GraphQLError, Kind, parse } from 'graphql';
import type { DocumentNode } from 'graphql';
import { BoundedMap } from '../caching/bounded-map.js';
import type { GatewaySettings } from '../settings.js';
import { measureOperation } from './measure-operation.js';
import type { OperationSize } from './measure-operation.js';

export type OperationLimits = OperationSize & { tokens: number };

export const limitsOf = (settings: GatewaySettings): OperationLimits => ({
  tokens: settings.GATEWAY_MAX_TOKENS,
  depth: settings.GATEWAY_MAX_DEPTH,
  fields: settings.GATEWAY_MAX_FIELDS,
  aliases: settings.GATEWAY_MAX_ALIASES,
  rootFields: settings.GATEWAY_MAX_ROOT_FIELDS,
});

export type Admission =
  { document: DocumentNode; refusal?: undefined } | { document?: undefined; refusal: GraphQLError };

/** Parsed, a text takes some twenty times as much memory. */
const rememberedCharacters = 2_000_000;

/**
 * The gate that every operation passes before it costs anything: it parses the text within a token limit and measures
 * it, ahead of validation and planning. Texts are remembered, whatever came of them.
 * @param isAllowed whether a text may run at all, where only trusted documents do.
 */
export const createAdmission = (
  limits: OperationLimits,
  isAllowed: (text: string) => boolean = () => true,
): ((text: string) => Admission) => {
  const remembered = new BoundedMap<string, Admission>(rememberedCharacters);
  return (text) => {
    const known = remembered.get(text);
    if (known) return known;
    const admission = isAllowed(text) ? admit(text, limits) : { refusal: notTrusted() };
    remembered.set(text, admission, text.length);
    return admission;
  };
};

const admit = (text: string, limits: OperationLimits): Admission => {
  try {
    const document = parse(text, { maxLexicalTokens: limits.tokens });
    const refusal = measureAll(document, limits);
    return refusal ? { refusal } : { document };
  } catch (error) {
    return { refusal: parseRefusal(error, limits) };
  }
};

const notTrusted = (): GraphQLError =>
  new GraphQLError('Only trusted documents run here, and this is none of them.', {
    extensions: { code: 'DOCUMENT_NOT_TRUSTED', http: { status: 400 } },
  });

const measureAll = (document: DocumentNode, limits: OperationLimits): GraphQLError | null => {
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const size = measureOperation(document, definition);
    for (const limit of ['depth', 'fields', 'aliases', 'rootFields'] as const)
      if (size[limit] > limits[limit]) return tooComplex(limit, limits[limit], size[limit]);
  }
  return null;
};

const names = {
  tokens: 'tokens',
  depth: 'levels of fields',
  fields: 'fields',
  aliases: 'aliases',
  rootFields: 'fields at its root',
};

const tooComplex = (limit: keyof OperationLimits, max: number, actual?: number): GraphQLError =>
  new GraphQLError(`The operation has more than ${max} ${names[limit]}.`, {
    extensions: {
      code: 'OPERATION_TOO_COMPLEX',
      limit,
      max,
      ...(actual !== undefined && { actual }),
      http: { status: 400 },
    },
  });

const parseRefusal = (error: unknown, limits: OperationLimits): GraphQLError => {
  // Nested so deeply that the parser ran out of stack.
  if (error instanceof RangeError) return tooComplex('depth', limits.depth);
  if (!(error instanceof GraphQLError)) throw error;
  // graphql-js tells the two apart by nothing but the message.
  if (error.message.includes('tokens. Parsing aborted')) return tooComplex('tokens', limits.tokens);
  return new GraphQLError(error.message, {
    source: error.source ?? null,
    positions: error.positions ?? null,
    extensions: { code: 'GRAPHQL_PARSE_FAILED', http: { status: 400 } },
  });
};
