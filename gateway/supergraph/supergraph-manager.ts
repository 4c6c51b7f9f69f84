import type { GraphQLSchema } from 'graphql';
import type { Logger } from '../../foundation/logging/logger.js';
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

  constructor(
    supergraphSdl: string,
    private readonly parts: GenerationParts,
    private readonly logger: Logger,
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
   * @throws {SupergraphError} when it cannot be served; the old one stays.
   */
  update(supergraphSdl: string): Generation {
    if (supergraphSdl === this.#current.supergraphSdl) return this.#current;
    if (!this.#pushToApollo) throw new SupergraphError('The gateway has not loaded its first one.');
    const previous = this.#current;
    this.#incoming = buildGeneration(previous.id + 1, supergraphSdl, this.parts);
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
    for (const listener of this.#listeners) listener(generation);
  }
}
