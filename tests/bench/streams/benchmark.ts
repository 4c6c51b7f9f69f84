import { createIdentityKeys } from '../../../foundation/context/identity.js';
import { createLogger } from '../../../foundation/logging/logger.js';
import { systemClock } from '../../../foundation/time/clock.js';
import {
  createFixtureSubgraph,
  FixtureWorld,
  sdlUrl,
  subgraphNames,
} from '../../federation/gateway/fixture/subgraphs.js';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { readFileSync } from 'node:fs';
import { identityKey } from './identity-key.js';
import { Peer, wait } from './peer.js';
import type { Counts } from './peer.js';

/** The subgraphs run here, the gateway, plain `ws` and the clients in processes of their own. */
export type Bench = {
  world: FixtureWorld;
  gateway: Peer;
  plain: Peer;
  clients: Peer;
  gatewayUrl: string;
  plainUrl: string;
  /** Waits until the clients have got so many events (or frames of plain ws), or are not getting more. */
  received(atLeast: (counts: Counts) => boolean): Promise<Counts>;
};

const supergraph = (change: (sdl: string) => string = (sdl) => sdl): string => {
  const { supergraphSdl } = composeServices(
    subgraphNames.map((name) => ({
      name,
      url: `http://unused.invalid/${name}`,
      typeDefs: parse(change(readFileSync(sdlUrl(name), 'utf8'))),
    })),
  );
  if (supergraphSdl === undefined) throw new Error('the fixture does not compose');
  return supergraphSdl;
};

export const openBench = async (): Promise<Bench & { close(): Promise<void> }> => {
  const world = new FixtureWorld();
  const deps = {
    identityKeys: createIdentityKeys(identityKey, systemClock),
    logger: createLogger({ level: 'error' }),
  };
  const subgraphUrls: Record<string, string> = {};
  const services = subgraphNames.map((name) => createFixtureSubgraph(name, world, deps));
  for (const service of services) {
    const { url } = await service.listen({ host: '127.0.0.1', port: 0 });
    subgraphUrls[service.name] = `${url}/graphql`;
  }
  const supergraphs = [
    supergraph(),
    supergraph((sdl) =>
      sdl.replace('analyticsVersion: String', 'analyticsVersion: String another: String'),
    ),
  ];
  const [gateway, plain, clients] = await Promise.all([
    Peer.start('gateway'),
    Peer.start('plain'),
    Peer.start('clients'),
  ]);
  const start = { do: 'start', supergraphs, subgraphUrls } as const;
  const gatewayUrl = await gateway.ask<string>(start);
  const plainUrl = await plain.ask<string>(start);

  return {
    world,
    gateway,
    plain,
    clients,
    gatewayUrl,
    plainUrl,
    async received(isEnough) {
      const deadline = performance.now() + 60_000;
      for (;;) {
        const counts = await clients.ask<Counts>({ do: 'counts' });
        if (isEnough(counts) || performance.now() > deadline) return counts;
        await wait(1);
      }
    },
    async close() {
      for (const peer of [gateway, plain, clients]) peer.stop();
      await Promise.all(services.map((service) => service.close()));
    },
  };
};

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
