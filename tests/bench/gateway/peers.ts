import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { portOf, startChild } from './child-process.js';
import type { Child } from './child-process.js';

/** Installed by the benchmark beside the repository's own packages, never among them. */
const packages = {
  apollo: {
    '@apollo/gateway': '2.14.4',
    '@apollo/server': '5.5.1',
    '@as-integrations/express5': '1.1.2',
    express: '5.3.0',
    graphql: '16.15.0',
  },
  hive: {
    '@graphql-hive/gateway': '2.15.1',
    '@graphql-hive/router-runtime': '1.4.23',
    graphql: '16.15.0',
  },
};

/** Apollo's own documentation, in one file. */
const plainApollo = `
import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { expressMiddleware } from '@as-integrations/express5';
import express from 'express';
import { readFileSync } from 'node:fs';
const gateway = new ApolloGateway({ supergraphSdl: readFileSync(process.argv[2], 'utf8') });
const server = new ApolloServer({ gateway });
await server.start();
const app = express();
app.use('/graphql', express.json(), expressMiddleware(server));
const listener = app.listen(0, '127.0.0.1', () => console.log('READY ' + listener.address().port));
`;

type Peer = keyof typeof packages;

/** Installs a peer unless it is there. Null, with a sentence for the reader, when it cannot be had. */
export const installPeer = (folder: string, peer: Peer): string | null => {
  const home = join(folder, peer);
  mkdirSync(home, { recursive: true });
  const { graphql } = packages[peer];
  const manifest = {
    private: true,
    type: 'module',
    dependencies: packages[peer],
    overrides: { graphql },
  };
  writeFileSync(join(home, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(home, 'plain-apollo.mjs'), plainApollo);
  const isThere = Object.keys(packages[peer]).every((name) =>
    existsSync(join(home, 'node_modules', name, 'package.json')),
  );
  if (isThere) return home;
  console.log(`Installing ${peer} for comparison (once) …`);
  const { status } = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--silent'], {
    cwd: home,
    stdio: 'inherit',
  });
  if (status === 0) return home;
  console.log(`${peer} cannot be installed here; it is left out.`);
  return null;
};

export const startPlainApollo = async (
  home: string,
  supergraph: string,
): Promise<{ child: Child; port: number }> => {
  const child = startChild(process.execPath, ['plain-apollo.mjs', supergraph], {
    cwd: home,
    env: { APOLLO_TELEMETRY_DISABLED: '1' },
  });
  return { child, port: await portOf(child) };
};

export const startHive = (
  home: string,
  supergraph: string,
  { port, flags }: { port: number; flags: readonly string[] },
): Promise<{ child: Child; port: number }> => {
  const child = startChild(
    process.execPath,
    [
      join(home, 'node_modules/@graphql-hive/gateway/dist/bin.js'),
      ...['supergraph', supergraph, '--port', String(port), '--host', '127.0.0.1'],
      ...['--fork', '1', ...flags],
    ],
    { cwd: home, env: { LOG_LEVEL: 'error' } },
  );
  return Promise.resolve({ child, port });
};
