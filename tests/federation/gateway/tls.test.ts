import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Agent, request } from 'undici';
import { WebSocket } from 'ws';
import { selfSignedCertificate } from '../../support/self-signed-certificate.js';
import type { TestPlatform } from './fixture/test-platform.js';
import { listen, startPlatform, until } from './fixture/test-platform.js';

const folder = mkdtempSync(path.join(os.tmpdir(), 'tls-'));
const files = {
  GATEWAY_TLS_CERT_FILE: path.join(folder, 'cert.pem'),
  GATEWAY_TLS_KEY_FILE: path.join(folder, 'key.pem'),
};
const write = ({ cert, key }: { cert: string; key: string }): void => {
  writeFileSync(files.GATEWAY_TLS_CERT_FILE, cert);
  writeFileSync(files.GATEWAY_TLS_KEY_FILE, key);
};
const first = selfSignedCertificate(1);
const second = selfSignedCertificate(2);

let platform: TestPlatform;
beforeAll(async () => {
  write(first);
  platform = await startPlatform({ environment: files });
});
afterAll(async () => {
  await platform.close();
  rmSync(folder, { recursive: true });
});

/** Which certificate a new connection is shown. */
const serialShown = (): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(platform.url);
    const socket = connect({
      ...{ host: hostname, port: Number(port), rejectUnauthorized: false },
    });
    socket.once('error', reject);
    socket.once('secureConnect', () => {
      resolve(socket.getPeerCertificate().serialNumber);
      socket.destroy();
    });
  });

describe('a gateway with a certificate of its own', () => {
  it('answers over TLS, and has browsers come that way alone', async () => {
    expect(platform.url).toMatch(/^https:/);
    const trusting = new Agent({ connect: { ca: first.cert } });
    const response = await request(`${platform.url}/graphql`, {
      method: 'POST',
      dispatcher: trusting,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ __typename }' }),
    });
    expect(await response.body.json()).toMatchObject({ data: { __typename: 'Query' } });
    expect(response.headers).toMatchObject({
      'strict-transport-security': 'max-age=31536000',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
    await trusting.close();
  });

  it('streams over TLS', async () => {
    class TrustingSocket extends WebSocket {
      constructor(address: string, protocols?: string | string[]) {
        super(address, protocols, { ca: first.cert });
      }
    }
    const client = platform.connect({ webSocketImpl: TrustingSocket });
    const stream = listen(client, 'subscription { prices { symbol } }');
    const told = stream.next();
    await until(() => platform.world.prices.listeners === 1, 'somebody listens');
    platform.world.prices.emit({ symbol: 'EURUSD', bid: '1.1' });
    expect((await told)?.data).toEqual({ prices: { symbol: 'EURUSD' } });
    await stream.stop();
    await platform.disconnect();
  });

  it('shows a renewed certificate without a restart, and goes on with the old one meanwhile', async () => {
    expect(await serialShown()).toBe('01');
    writeFileSync(files.GATEWAY_TLS_CERT_FILE, 'half written');
    expect(await serialShown()).toBe('01');
    write(second);
    await until(async () => (await serialShown()) === '02', 'the renewed one is shown');
  });
});
