import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK } from 'jose';
import type { CryptoKey, JSONWebKeySet, JWK } from 'jose';
import type { Envelope } from '../../../foundation/crypto/envelope.js';
import type { Clock } from '../../../foundation/time/clock.js';
import type { SigningKey, SigningKeyStore } from './signing-key-store.js';

export const signingAlgorithm = 'EdDSA';

/** How long a process may go on signing with a key after another one was activated. */
const cacheMs = 60_000;
/** How long verifiers may keep the published keys; a new key is published for longer before it signs. */
const publishedAheadMs = 15 * 60_000;

export type SigningKeyRing = {
  /** The key that signs now; the first one is made and stored when it is needed. */
  current(): Promise<{ kid: string; privateKey: CryptoKey; publicJwk: JWK }>;
  /** The public halves of all keys that sign soon, sign now, or have signed what may still be valid (RFC 7517). */
  publicKeys(): Promise<JSONWebKeySet>;
  /**
   * Makes a new key that signs from `inMs` on, by default as soon as every verifier must have heard of it. Tokens of
   * the old one stay valid until they end.
   */
  rotate(inMs?: number): Promise<void>;
};

export const createSigningKeyRing = (deps: {
  store: SigningKeyStore;
  envelope: Envelope;
  clock: Clock;
  tokenLifetimeMs: number;
}): SigningKeyRing => {
  const { store, envelope, clock } = deps;
  let cached: { kid: string; privateKey: CryptoKey; publicJwk: JWK; readAtMs: number } | undefined;

  const list = async (): Promise<SigningKey[]> => {
    const keys = await store.list();
    if (keys.length > 0) return keys;
    await store.addFirst(await makeKey(envelope, clock.nowMs(), clock.nowMs()));
    return store.list();
  };

  return {
    async current() {
      const nowMs = clock.nowMs();
      if (cached && nowMs - cached.readAtMs < cacheMs) return cached;
      const keys = await list();
      const key = keys.find(({ activatesAt }) => activatesAt.getTime() <= nowMs) ?? keys.at(-1);
      if (!key) throw new Error('there is no signing key');
      const { kid, publicJwk } = key;
      cached = { kid, publicJwk, privateKey: await openKey(envelope, key), readAtMs: nowMs };
      return cached;
    },

    async publicKeys() {
      const neededSinceMs = clock.nowMs() - deps.tokenLifetimeMs - cacheMs;
      const keys = stillNeeded(await list(), neededSinceMs);
      return { keys: keys.map(toPublishedKey) };
    },

    async rotate(inMs = publishedAheadMs) {
      const nowMs = clock.nowMs();
      const [latest] = await list();
      // Never at the very moment of another key: which of the two signs would be left to chance.
      const earliestMs = latest ? latest.activatesAt.getTime() + 1 : nowMs;
      await store.add(await makeKey(envelope, nowMs, Math.max(nowMs + inMs, earliestMs)));
      cached = undefined;
    },
  };
};

/** Without the keys whose successor has been signing for so long that nothing of theirs is valid. */
const stillNeeded = (latestFirst: readonly SigningKey[], neededSinceMs: number): SigningKey[] =>
  latestFirst.filter((_key, index) => {
    const successor = latestFirst[index - 1];
    return !successor || successor.activatesAt.getTime() > neededSinceMs;
  });

const toPublishedKey = (key: SigningKey): JWK => ({
  ...key.publicJwk,
  kid: key.kid,
  alg: signingAlgorithm,
  use: 'sig',
});

/** What a signing key's private half is sealed for. */
export const signingKeyContext = (kid: string) => `platform.signing_keys.private_jwk:${kid}`;

const makeKey = async (
  envelope: Envelope,
  createdAtMs: number,
  activatesAtMs: number,
): Promise<SigningKey> => {
  const pair = await generateKeyPair(signingAlgorithm, { crv: 'Ed25519', extractable: true });
  const publicJwk = await exportJWK(pair.publicKey);
  const kid = await calculateJwkThumbprint(publicJwk);
  const privateJwk = Buffer.from(JSON.stringify(await exportJWK(pair.privateKey)));
  return {
    kid,
    publicJwk,
    sealedPrivateJwk: envelope.seal(privateJwk, signingKeyContext(kid)),
    createdAt: new Date(createdAtMs),
    activatesAt: new Date(activatesAtMs),
  };
};

const openKey = async (envelope: Envelope, key: SigningKey): Promise<CryptoKey> => {
  const text = envelope.open(key.sealedPrivateJwk, signingKeyContext(key.kid)).toString();
  const imported = await importJWK(JSON.parse(text) as JWK, signingAlgorithm);
  if (imported instanceof Uint8Array)
    throw new TypeError(`signing key ${key.kid} is not a key pair`);
  return imported;
};
