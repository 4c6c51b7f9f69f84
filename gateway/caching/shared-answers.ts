import type { ExecutionResult } from 'graphql';
import { parse } from 'graphql';
import { createHash } from 'node:crypto';
import type { Viewer } from '../../foundation/context/viewer.js';
import { canonicalJson } from '../../foundation/json/canonical-json.js';
import type { Logger } from '../../foundation/logging/logger.js';
import type { GatewayContext } from '../context/gateway-context.js';
import { operationKey, weightOf } from '../operations/plan-operation.js';
import type { OperationSource } from '../operations/plan-operation.js';
import type { GatewaySettings } from '../settings.js';
import type { Generation } from '../supergraph/generation.js';
import type { AnswerStore } from './answer-store.js';
import { BoundedMap } from './bounded-map.js';
import { readCacheHints } from './cache-hints.js';
import type { CacheHints } from './cache-hints.js';
import { Flights } from './flights.js';
import { publicAgeSeconds } from './public-age.js';

export type SharedOutcome = 'hit' | 'miss' | 'joined' | 'own';

export type SharableRequest = {
  generation: Generation;
  source: OperationSource;
  isQuery: boolean;
  variables: Readonly<Record<string, unknown>>;
  context: GatewayContext;
};

/**
 * Answers a valid, authorized operation from what is kept or under way where that may be shared, else by `run`.
 */
export type SharedAnswers = (
  request: SharableRequest,
  run: (context: GatewayContext) => Promise<ExecutionResult>,
) => Promise<ExecutionResult>;

type Known = { fingerprint: string; hints: CacheHints; ages: BoundedMap<string, number | null> };

/** Of operations' texts. */
const rememberedCharacters = 2_000_000;

/**
 * Shares answers only where the schema says that they are the same for everybody who may ask (`@cacheControl`, PUBLIC),
 * and, if the settings say so, between equal requests of one viewer that are under way at the same time. Nothing with an
 * error in it is ever shared.
 */
export const createSharedAnswers = (deps: {
  store: AnswerStore;
  settings: Pick<GatewaySettings, 'GATEWAY_DEDUPLICATE'>;
  logger: Logger;
  observe: (outcome: SharedOutcome) => void;
}): SharedAnswers => {
  const { store, logger, observe } = deps;
  const mode = deps.settings.GATEWAY_DEDUPLICATE;
  const flights = new Flights();
  const known = new WeakMap<Generation, Known>();

  const keep = (key: string, { data }: ExecutionResult, ageSeconds: number): void => {
    store
      .set(key, JSON.stringify(data), ageSeconds * 1_000)
      .catch((error: unknown) => logger.warn({ err: error }, 'an answer could not be kept'));
  };
  const kept = async (key: string): Promise<string | undefined> => {
    try {
      return await store.get(key);
    } catch (error) {
      logger.warn({ err: error }, 'kept answers could not be read');
      return undefined;
    }
  };

  return async (request, run) => {
    const { context, isQuery } = request;
    if (!isQuery) return run(context);
    const { fingerprint, age } = publicAgeOf(known, request);
    const scope = age === null ? viewerScope(mode, context.viewer) : 'public';
    if (scope === null) return run(context);
    const key = keyOf(fingerprint, scope, request);
    if (age !== null) {
      const text = await kept(key);
      if (text !== undefined) {
        observe('hit');
        return { data: JSON.parse(text) as Record<string, unknown> };
      }
    }
    if (mode === 'off') {
      observe('miss');
      const result = await run(context);
      if (age !== null && isSharable(result)) keep(key, result, age);
      return result;
    }
    return flights.join(key, context, {
      run,
      isSharable,
      landed(result, isLeader) {
        observe(isLeader ? (age === null ? 'own' : 'miss') : 'joined');
        if (isLeader && age !== null && isSharable(result)) keep(key, result, age);
      },
    });
  };
};

const isSharable = ({ data, errors, extensions }: ExecutionResult): boolean =>
  data !== null && data !== undefined && !errors && !extensions;

const publicAgeOf = (
  known: WeakMap<Generation, Known>,
  { generation, source }: SharableRequest,
): { fingerprint: string; age: number | null } => {
  let entry = known.get(generation);
  if (!entry) {
    const sdl = generation.supergraphSdl;
    entry = {
      fingerprint: createHash('sha256').update(sdl).digest('hex'),
      hints: readCacheHints(parse(sdl, { noLocation: true })),
      ages: new BoundedMap(rememberedCharacters),
    };
    known.set(generation, entry);
  }
  const key = operationKey(source);
  let age = entry.ages.get(key);
  if (age === undefined) {
    const { document, operationName } = source;
    age = publicAgeSeconds(entry.hints, generation.apiSchema, document, operationName);
    entry.ages.set(key, age, weightOf(source));
  }
  return { fingerprint: entry.fingerprint, age };
};

/** Everything that an answer may depend on of who asks, or null where a viewer's requests are not shared at all. */
const viewerScope = (
  mode: GatewaySettings['GATEWAY_DEDUPLICATE'],
  viewer: Viewer,
): string | null => (mode === 'viewer' ? canonicalJson(viewer) : null);

const keyOf = (
  fingerprint: string,
  scope: string,
  { source, variables }: SharableRequest,
): string =>
  createHash('sha256')
    .update(canonicalJson([fingerprint, scope, operationKey(source), variables]))
    .digest('base64url');
