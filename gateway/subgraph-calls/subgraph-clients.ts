import type { SubgraphLocation, SubgraphServices } from '../supergraph/generation.js';
import type { SubgraphClient } from './subgraph-client.js';

/**
 * The clients of all subgraphs. A client lives as long as some generation needs its address, so that one flapping
 * supergraph does not cost warm connections.
 */
export class SubgraphClients {
  readonly #byAddress = new Map<string, SubgraphClient>();
  readonly #retiring = new Set<Promise<void>>();

  constructor(
    private readonly create: (subgraph: SubgraphLocation) => SubgraphClient,
    /** Addresses that take the place of the supergraph's routing URLs. */
    private readonly overrides: Readonly<Record<string, string>>,
  ) {}

  /** Where the subgraph is really called. */
  locate({ name, url }: SubgraphLocation): SubgraphLocation {
    return { name, url: this.overrides[name] ?? url };
  }

  client(subgraph: SubgraphLocation): SubgraphClient {
    const located = this.locate(subgraph);
    const key = keyOf(located);
    let client = this.#byAddress.get(key);
    if (!client) this.#byAddress.set(key, (client = this.create(located)));
    return client;
  }

  readonly servicesFor = (subgraphs: readonly SubgraphLocation[]): SubgraphServices => {
    const services = Object.create(null) as Record<string, SubgraphClient>;
    for (const subgraph of subgraphs) services[subgraph.name] = this.client(subgraph);
    return services;
  };

  /** Closes the clients that none of these subgraphs needs, once their open calls are answered. */
  retireExcept(subgraphs: readonly SubgraphLocation[]): void {
    const needed = new Set(subgraphs.map((subgraph) => keyOf(this.locate(subgraph))));
    for (const [key, client] of this.#byAddress) {
      if (needed.has(key)) continue;
      this.#byAddress.delete(key);
      const closing = client.close().finally(() => this.#retiring.delete(closing));
      this.#retiring.add(closing);
    }
  }

  async close(): Promise<void> {
    this.retireExcept([]);
    await Promise.all(this.#retiring);
  }
}

const keyOf = ({ name, url }: SubgraphLocation): string => `${name} ${url}`;
