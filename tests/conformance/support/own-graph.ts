import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { load } from 'js-yaml';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../../foundation/time/clock.js';

const root = join(import.meta.dirname, '../../..');

export type OwnSubgraph = { name: string; sdl: string; schema: GraphQLSchema };

/** The platform's subgraphs as their schemas stand in the repository; nothing resolves in them. */
export const ownSubgraphs = (): OwnSubgraph[] => {
  const { subgraphs } = load(readFileSync(join(root, 'supergraph.yaml'), 'utf8')) as {
    subgraphs: Record<string, { schema: { file: string } }>;
  };
  return Object.entries(subgraphs).map(([name, { schema }]) => {
    const sdl = readFileSync(join(root, schema.file), 'utf8');
    return { name, sdl, schema: buildSubgraphSchema({ typeDefs: parse(sdl) }) };
  });
};

/** What they compose to. */
export const composeOwn = (
  subgraphs: readonly Pick<OwnSubgraph, 'name' | 'sdl'>[],
  urls: Readonly<Record<string, string>>,
): string => {
  const { supergraphSdl, errors } = composeServices(
    subgraphs.map(({ name, sdl }) => ({ name, url: urls[name] ?? '', typeDefs: parse(sdl) })),
  );
  if (errors) throw new AggregateError(errors, errors.map(({ message }) => message).join('\n'));
  return supergraphSdl;
};

const scopes = [
  ...['market:read', 'market:write', 'trading:read', 'trading:write', 'analytics:read', 'ai:use'],
  ...['ai:admin', 'billing:read', 'billing:write', 'usage:read', 'notifications:read'],
  ...['notifications:write', 'compliance:read', 'tenant:read', 'tenant:admin', 'platform:admin'],
].join(' ');

/** Keys of an issuer of our own, and a token of theirs that opens everything. */
export const openSesame = async () => {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'EdDSA' };
  const token = await new SignJWT({ tid: 'ten_1', sid: 'ses_1', role: 'OWNER', scope: scopes })
    .setProtectedHeader({ alg: 'EdDSA', kid: 'k1' })
    .setSubject('usr_1')
    .setIssuer('ai-trading-platform')
    .setAudience('api')
    .setExpirationTime(Math.floor(systemClock.nowMs() / 1_000) + 3_600)
    .sign(privateKey);
  return { jwks: { keys: { keys: [jwk] } }, token };
};
