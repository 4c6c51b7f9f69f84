import type { Logger } from '../foundation/logging/logger.js';
import { localHostOf } from '../foundation/process/register-service.js';
import type { InProcessSubgraph } from '../foundation/subgraph/in-process-subgraph.js';
import type { Service } from '../foundation/subgraph/service.js';
import { listen } from './listen.js';
import { serviceCatalogue } from './service-catalogue.js';
import { serviceFactories } from './service-factories.js';
import type { Composition } from './service-factories.js';

/** The services behind the gateway, in one process and yet each on its own port. */
export class ServiceGroup {
  readonly #services: Service[] = [];
  readonly #ports = new Map<string, number>();

  constructor(
    private readonly host: string,
    private readonly logger: Logger,
  ) {}

  /** Creates them all; none listens yet. */
  async create(composition: Omit<Composition, 'urlOf'>): Promise<void> {
    for (const factory of serviceFactories)
      this.#services.push(
        await factory.create({ ...composition, urlOf: (name) => this.urlOf(name) }),
      );
  }

  async listen(portOf: (serviceName: string) => number): Promise<void> {
    for (const service of this.#services)
      this.#ports.set(service.name, await listen(service, this.host, portOf(service.name)));
  }

  urlOf(serviceName: string): string {
    const port = this.#ports.get(serviceName);
    if (port === undefined) throw new Error(`${serviceName} does not listen yet`);
    return `http://${localHostOf(this.host)}:${port}/graphql`;
  }

  /** By subgraph name. */
  urls(): Record<string, string> {
    return Object.fromEntries(
      serviceCatalogue.flatMap(({ name, subgraph }) =>
        subgraph !== null && this.#ports.has(name) ? [[subgraph, this.urlOf(name)]] : [],
      ),
    );
  }

  /** By subgraph name: for a gateway in this process. */
  inProcess(): Record<string, InProcessSubgraph> {
    const byService = new Map(this.#services.map(({ name, inProcess }) => [name, inProcess]));
    return Object.fromEntries(
      serviceCatalogue.flatMap(({ name, subgraph }) => {
        const local = byService.get(name);
        return subgraph !== null && local ? [[subgraph, local]] : [];
      }),
    );
  }

  ports(): Record<string, number> {
    return Object.fromEntries(this.#ports);
  }

  /** In the order in which events flow; one that fails does not keep the rest open. */
  async close(): Promise<void> {
    for (const service of this.#services.splice(0)) {
      try {
        await service.close();
      } catch (error) {
        this.logger.error({ err: error, service: service.name }, 'did not close in good order');
      }
    }
  }
}
