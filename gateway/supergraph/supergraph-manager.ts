import type { GraphQLSchema } from 'graphql';
import type { Logger } from '../../foundation/logging/logger.js';
import { breakageOf } from './broken-operations.js';
import type { OperationsInUse } from './broken-operations.js';
import { buildGeneration } from './generation.js';
import type { Generation, GenerationParts } from './generation.js';
import { SupergraphError } from './supergraph-error.js';

type Listener = (generation: Generation) => void;

/**
 * Holds the generation that is being served and moves to newer ones. A supergraph that cannot be served is refused
 * and changes nothing.
 */
export class SupergraphManager {
  #current: Generation;
  #loaded = false;
  #pushToApollo: ((sdl: string) => void) | undefined;
  readonly #byApolloSchema = new WeakMap<GraphQLSchema, Generation>();
  /** What Apollo is being given right now. */
  #incoming: Generation;
  readonly #listeners = new Set<Listener>();
  #refusal: string | undefined;

  constructor(
    supergraphSdl: string,
    private readonly parts: GenerationParts,
    private readonly logger: Logger,
    /** Whose documents a newer one must not break, and who counts what became of newer ones. */
    private readonly options: {
      inUse?: OperationsInUse;
      observe?: (outcome: 'served' | 'refused') => void;
    } = {},
  ) {
    this.#current = this.#incoming = buildGeneration(1, supergraphSdl, parts);
  }

  get current(): Generation {
    return this.#current;
  }

  /** Whether Apollo's gateway serves it, too. */
  get isLoaded(): boolean {
    return this.#loaded;
  }

  /** Why the newest one that was offered is not served; undefined when it is. */
  get refusal(): string | undefined {
    return this.#refusal;
  }

  /** As Apollo's gateway takes it (`supergraphSdl`). */
  readonly initialize = ({
    update,
  }: {
    update: (sdl: string) => void;
  }): Promise<{ supergraphSdl: string }> => {
    this.#pushToApollo = update;
    return Promise.resolve({ supergraphSdl: this.#current.apolloSdl });
  };

  /** Called by Apollo with the schema that it made of `incoming`; requests will carry that schema. */
  bind(apolloSchema: GraphQLSchema): void {
    this.#byApolloSchema.set(apolloSchema, this.#incoming);
    this.#current = this.#incoming;
    this.#loaded = true;
  }

  /**
   * The generation that a request of Apollo's belongs to.
   * @throws when there is none: what we cannot place we cannot authorize.
   */
  of(apolloSchema: GraphQLSchema): Generation {
    const generation = this.#byApolloSchema.get(apolloSchema);
    if (!generation) throw new Error('a request with a schema that no generation was built for');
    return generation;
  }

  /**
   * Serves a newer supergraph from now on. Requests in flight finish on the old one; streams move over.
   * @throws {SupergraphError} when it cannot be served, or breaks what is in use; the old one stays.
   */
  update(supergraphSdl: string): Generation {
    try {
      const generation = this.#replace(supergraphSdl);
      this.#refusal = undefined;
      return generation;
    } catch (error) {
      if (!(error instanceof SupergraphError)) throw error;
      this.#refusal = error.message;
      this.options.observe?.('refused');
      this.logger.error({ reason: error.message }, 'a newer supergraph is refused');
      throw error;
    }
  }

  #replace(supergraphSdl: string): Generation {
    if (supergraphSdl === this.#current.supergraphSdl) return this.#current;
    if (!this.#pushToApollo) throw new SupergraphError('The gateway has not loaded its first one.');
    const previous = this.#current;
    const incoming = buildGeneration(previous.id + 1, supergraphSdl, this.parts);
    const breakage = breakageOf(incoming.apiSchema, this.options.inUse?.(previous) ?? []);
    if (breakage !== null) throw new SupergraphError(`The supergraph is worse: ${breakage}`);
    this.#incoming = incoming;
    try {
      this.#pushToApollo(this.#incoming.apolloSdl);
    } catch (error) {
      this.#incoming = previous;
      const reason = error instanceof Error ? error.message : String(error);
      throw new SupergraphError(`Apollo's gateway refuses the supergraph: ${reason}`);
    }
    // Only the text differed and Apollo, which compares what it is given, kept what it has.
    if (this.#current === previous) this.#incoming = previous;
    else this.#announce(this.#current);
    return this.#current;
  }

  onChange(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #announce(generation: Generation): void {
    this.logger.info({ generation: generation.id }, 'a newer supergraph is served');
    this.options.observe?.('served');
    for (const listener of this.#listeners) listener(generation);
  }
}
