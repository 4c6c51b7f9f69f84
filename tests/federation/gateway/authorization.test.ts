import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SignJWT, generateKeyPair } from 'jose';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createIdentityKeys } from '../../../foundation/context/identity.js';
import { loadSettings } from '../../../foundation/config/settings.js';
import { createIdGenerator } from '../../../foundation/ids/id-generator.js';
import { createLogger } from '../../../foundation/logging/logger.js';
import { systemClock } from '../../../foundation/time/clock.js';
import { createGateway } from '../../../gateway/gateway.js';
import { gatewaySettings } from '../../../gateway/settings.js';
import { accessToken, compose, sdlOf, startPlatform, transports } from './fixture/test-platform.js';
import type { Answer, TestPlatform } from './fixture/test-platform.js';

describe.each(transports)('over %s', (transport) => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await startPlatform({ transport });
  });
  afterAll(() => platform.close());

  const verdict = ({ status, data, errors }: Answer) => ({
    status,
    code: errors?.[0]?.extensions['code'],
    coordinates: errors?.[0]?.extensions['coordinates'],
    data,
  });
  const denied = (status: number, code: string, ...coordinates: string[]) => ({
    status,
    code,
    coordinates,
    data: undefined,
  });

  describe('authorization directives', () => {
    it('refuse the whole operation of one who did not sign in, and run none of it', async () => {
      const before = platform.world.calls.length;
      const answer = await platform.ask('{ price(symbol: "A") { bid instrument { name score } } }');
      expect(verdict(answer)).toEqual(denied(401, 'UNAUTHENTICATED', 'Instrument.score'));
      expect(platform.world.calls.length).toBe(before);
    });

    it.each([
      ['behind an alias', '{ innocent: secret }'],
      ['in an inline fragment', '{ ... on Query { secret } }'],
      ['in a named fragment', '{ ...F } fragment F on Query { secret }'],
      ['under @include', 'query ($no: Boolean = false) { __typename secret @include(if: $no) }'],
      ['in the named operation', 'query A { __typename } query B { secret }'],
    ])('see a protected field %s', async (_where, query) => {
      const response = await fetch(`${platform.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, ...(query.includes('query B') && { operationName: 'B' }) }),
      });
      const { errors } = (await response.json()) as Answer;
      expect(errors?.[0]?.extensions).toEqual({
        code: 'UNAUTHENTICATED',
        coordinates: ['Query.secret'],
      });
    });

    it('let another operation of the same document run', async () => {
      const response = await fetch(`${platform.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          query: 'query A { __typename } query B { secret }',
          operationName: 'A',
        }),
      });
      expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
    });

    it('protect a type where it is returned, narrowed to, or hidden behind an interface', async () => {
      expect(verdict(await platform.ask('{ nodes { ... on Vault { gold } } }'))).toEqual(
        denied(401, 'UNAUTHENTICATED', 'Query.nodes', 'Vault'),
      );
      expect(verdict(await platform.ask('{ nodes { id } }'))).toEqual(
        denied(401, 'UNAUTHENTICATED', 'Query.nodes', 'Node.id'),
      );
      expect((await platform.ask('{ things { ... on Note { text } } }')).errors).toBeUndefined();
    });

    it('need all scopes of one of the alternatives', async () => {
      const ask = async (scope: string) =>
        verdict(
          await platform.ask('{ traded(symbol: "A") }', { token: await accessToken({ scope }) }),
        );
      const refusal = denied(403, 'FORBIDDEN', 'Query.traded');
      expect(await ask('market:read')).toEqual(refusal);
      expect(await ask('admin')).toEqual(refusal);
      expect((await ask('trading:read')).data).toEqual({ traded: 'traded A' });
      expect((await ask('market:read admin audit')).data).toEqual({ traded: 'traded A' });
    });

    it('take policies as roles, which include those below them', async () => {
      const ask = async (role: 'OWNER' | 'ADMIN' | 'TRADER') =>
        verdict(await platform.ask('{ owned }', { token: await accessToken({ role }) }));
      expect(await ask('TRADER')).toEqual(denied(403, 'FORBIDDEN', 'Query.owned'));
      expect((await ask('ADMIN')).data).toEqual({ owned: 'owned' });
      expect((await ask('OWNER')).data).toEqual({ owned: 'owned' });
    });
  });

  describe('an access token', () => {
    const codeWith = async (authorization: string) => {
      const { status, errors, headers } = await platform.ask('{ __typename }', {
        headers: { authorization },
      });
      return [status, errors?.[0]?.extensions['code'], headers.get('www-authenticate')];
    };

    it('that is wrong is refused even where none is needed', async () => {
      const { privateKey } = await generateKeyPair('EdDSA');
      const forged = await new SignJWT({ tid: 't', sid: 's', role: 'OWNER', scope: '' })
        .setProtectedHeader({ alg: 'EdDSA', kid: 'k1' })
        .setSubject('usr_1')
        .setIssuer('ai-trading-platform')
        .setAudience('api')
        .setExpirationTime('1h')
        .sign(privateKey);
      const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"sub":"usr_1"}').toString('base64url')}.`;
      for (const authorization of [
        `Bearer ${forged}`,
        `Bearer ${none}`,
        'Bearer rubbish',
        'Basic dXNlcjpwYXNz',
        `Bearer ${await accessToken({ issuer: 'somebody' })}`,
        `Bearer ${await accessToken({ audience: 'other' })}`,
      ])
        expect(await codeWith(authorization)).toEqual([401, 'UNAUTHENTICATED', 'Bearer']);
    });

    it('that has expired says so', async () => {
      const token = await accessToken({
        expiresAtSeconds: Math.floor(systemClock.nowMs() / 1_000) - 1,
      });
      expect(await codeWith(`Bearer ${token}`)).toEqual([401, 'SESSION_EXPIRED', 'Bearer']);
    });

    it('that cannot be checked, because its keys cannot be had, is no fault of the client', async () => {
      const dead = createServer((_request, response) => response.writeHead(500).end());
      await new Promise<void>((resolve) => dead.listen(0, '127.0.0.1', resolve));
      const other = await startPlatform({
        transport,
        jwksUrl: `http://127.0.0.1:${(dead.address() as AddressInfo).port}/jwks.json`,
      });
      const { status, errors } = await other.ask('{ __typename }', { token: await accessToken() });
      expect([status, errors?.[0]?.extensions['code']]).toEqual([503, 'SERVICE_UNAVAILABLE']);
      expect((await other.ask('{ __typename }')).data).toEqual({ __typename: 'Query' });
      await other.close();
      await new Promise((resolve) => dead.close(resolve));
    });
  });

  describe('the gateway itself', () => {
    const create = (supergraphSdl: string) =>
      createGateway({
        supergraphSdl,
        identityKeys: createIdentityKeys(new Uint8Array(32), systemClock),
        jwks: { keys: { keys: [] } },
        clock: systemClock,
        ids: createIdGenerator(systemClock),
        logger: createLogger({ level: 'silent' }),
        settings: loadSettings(gatewaySettings, {}),
      });

    it('refuses a supergraph with @context, which would be ignored silently', async () => {
      const sdl = compose({
        market: sdlOf('market')
          .replace('"@key"', '"@key", "@context", "@fromContext"')
          .replace(
            'type Price {',
            'type Price @context(name: "p") @key(fields: "symbol") { inner: Inner',
          )
          .concat(
            'type Inner @key(fields: "id") { id: ID! shown(bid: String @fromContext(field: "$p { bid }")): String }',
          ),
      });
      await expect(create(sdl)).rejects.toThrow('@context is not supported');
    });

    it('refuses what is not a supergraph', async () => {
      await expect(create('type Query {')).rejects.toThrow('The supergraph is not GraphQL');
      await expect(create('type Query { a: Int }')).rejects.toThrow(
        'The supergraph cannot be served',
      );
    });
  });
});
