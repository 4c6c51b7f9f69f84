import type { ApolloServerOptions, BaseContext } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { BoundedMap } from '../caching/bounded-map.js';
import { sha256 } from './trusted-documents.js';

type PersistedQueryOptions = Exclude<
  ApolloServerOptions<BaseContext>['persistedQueries'],
  false | undefined
>;
type PersistedQueryCache = NonNullable<PersistedQueryOptions['cache']>;

/** The texts that a client may name by their SHA-256 instead of sending them. */
export type Documents = {
  /**
   * A request's body with the text that it names. Anything else comes back as it is: Apollo answers for a hash that is
   * not known, and for one that does not fit.
   * @throws {GraphQLError} PERSISTED_QUERY_NOT_FOUND for a `documentId` that nobody knows.
   */
  expand: (body: unknown) => unknown;
  /** The same texts for requests that Apollo reads itself, such as GET. */
  cache: PersistedQueryCache;
  /** The texts that are known from the start. */
  trusted: ReadonlySet<string>;
  /** Whether a text may run at all. */
  allows: (text: string) => boolean;
};

/** Of texts that clients registered; what is used longest ago goes first. */
const rememberedCharacters = 4_000_000;

/**
 * @param trusted texts by hash; they are always known.
 * @param only whether nothing but these may run. Clients then register nothing.
 */
export const createDocuments = (
  trusted: ReadonlyMap<string, string>,
  { only }: { only: boolean },
): Documents => {
  const registered = new BoundedMap<string, string>(rememberedCharacters);
  const trustedTexts = new Set(trusted.values());
  const find = (hash: string): string | undefined => trusted.get(hash) ?? registered.get(hash);
  const register = (hash: string, text: string): void => {
    if (!only) registered.set(hash, text, text.length);
  };

  const withRegistered = (body: Body, hash: string): unknown => {
    const { query } = body;
    const isGiven = typeof query === 'string' && query !== '';
    const text = isGiven ? query : find(hash);
    if (text === undefined || (isGiven && sha256(query) !== hash)) return body;
    if (isGiven) register(hash, query);
    return { ...withoutPersistedQuery(body), query: text };
  };

  return {
    expand(body) {
      if (!isRecord(body)) return body;
      const { documentId, ...rest } = body;
      if (typeof documentId === 'string' && rest['query'] === undefined) {
        const text = find(documentId.replace(/^sha256:/, ''));
        if (text === undefined) throw unknownDocument();
        return { ...rest, query: text };
      }
      const hash = hashIn(body);
      return hash === undefined ? body : withRegistered(body, hash);
    },
    cache: {
      get: (key) => Promise.resolve(find(hashOfKey(key))),
      set(key, text) {
        register(hashOfKey(key), text);
        return Promise.resolve();
      },
      delete: () => Promise.resolve(false),
    },
    trusted: trustedTexts,
    allows: (text) => !only || trustedTexts.has(text),
  };
};

type Body = Record<string, unknown>;

const isRecord = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const hashIn = ({ extensions }: Body): string | undefined => {
  const persisted = isRecord(extensions) ? extensions['persistedQuery'] : undefined;
  if (!isRecord(persisted) || persisted['version'] !== 1) return undefined;
  const hash = persisted['sha256Hash'];
  return typeof hash === 'string' ? hash : undefined;
};

/** Apollo would take it for a query of its own; an empty object of extensions would be one more thing to look at. */
const withoutPersistedQuery = ({ extensions, ...body }: Body): Body => {
  const { persistedQuery: _, ...others } = extensions as Body;
  return Object.keys(others).length > 0 ? { ...body, extensions: others } : body;
};

/** Apollo prefixes the hash. */
const hashOfKey = (key: string): string => key.slice(key.indexOf(':') + 1);

const unknownDocument = (): GraphQLError =>
  new GraphQLError('There is no document of this id.', {
    extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' },
  });
