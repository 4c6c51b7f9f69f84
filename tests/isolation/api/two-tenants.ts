import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createTestDatabase } from '../../../foundation/testing/test-database.js';
import type { TestDatabase } from '../../../foundation/testing/test-database.js';
import type { RunningPlatform } from '../../../platform/embedded-platform.js';
import { startPlatform } from '../../../platform/embedded-platform.js';
import { withoutSent } from './answers.js';
import type { Estate } from './estate.js';
import { fillEstate, readEstate } from './estate.js';
import { endsSession } from './field-facts.js';
import type { Chooser, Operation } from './operation-of.js';
import { operationOf } from './operation-of.js';
import type { RootField } from './public-schema.js';
import type { Place } from './sample-values.js';
import { isCallersKey, isCursor, isId, keyOf, kindOfId, sampleOf } from './sample-values.js';
import type { RawAnswer, TenantClient } from './tenant-client.js';
import { signUp } from './tenant-client.js';

export type Tenant = { client: TenantClient; estate: Estate };

/** An answer, and every text that its question held. */
export type Told = RawAnswer & { sent: string[] };

export const alphaMark = 'zebra-of-alpha';

export type TwoTenants = {
  database: TestDatabase;
  platform: RunningPlatform;
  alpha: Tenant;
  beta: Tenant;
  /** Which of Alpha's things stand in an answer, but for those that the caller named itself. */
  leaked(answer: Pick<Told, 'text' | 'sent'>): string[];
  /** Asks with the caller's own things in every place, unless another choice is made for it. */
  sendAs(tenant: Tenant, field: RootField, choices?: Chooser): Promise<Told>;
  close(): Promise<void>;
};

/** The whole platform, and two tenants who each own one of everything. */
export const openTwoTenants = async (): Promise<TwoTenants> => {
  const database = await createTestDatabase();
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'isolation-'));
  const platform = await startPlatform({
    dataDir,
    ports: 'ephemeral',
    env: { DATABASE_URL: database.url, DEMO_TENANT: 'off' },
  });
  const open = async (mark: string): Promise<Tenant> => {
    const client = await signUp(platform.url, `${mark} Capital`, `owner@${mark}.example`);
    const secrets = await fillEstate(platform.deps, client, mark);
    return { client, estate: await readEstate(database.superuserUrl, client, { mark, secrets }) };
  };
  // One after the other: ids of the same millisecond would differ in nothing but their last letters.
  const alpha = await open(alphaMark);
  const beta = await open('yak-of-beta');
  return {
    database,
    platform,
    alpha,
    beta,
    sendAs,
    leaked({ text, sent }) {
      const told = withoutSent(text, sent);
      return [...alpha.estate.traces].filter((trace) => told.includes(trace));
    },
    async close() {
      await platform.close();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};

export const choosing =
  (own: Tenant, choices: Chooser): Chooser =>
  (place) => {
    const chosen = choices(place);
    if (chosen !== undefined) return chosen;
    if (isCursor(place)) return undefined;
    if (isCallersKey(place)) return `own-${keyOf(place)}`;
    if (place.name === 'email') return own.client.email;
    if (place.name === 'refreshToken') return `${own.client.refreshToken}x`;
    const kind = isId(place) ? kindOfId(place) : null;
    return kind ? own.estate.idOf(kind) : sampleOf(place);
  };

/** Every text of a question's variables. */
export const textsOf = (variables: unknown): string[] => {
  if (typeof variables === 'string') return [variables];
  if (typeof variables !== 'object' || variables === null) return [];
  return Object.values(variables).flatMap(textsOf);
};

const sendAs: TwoTenants['sendAs'] = async (
  tenant,
  { kind, name, field },
  choices = () => undefined,
) => {
  const { query, variables }: Operation = operationOf(kind, field, choosing(tenant, choices));
  const client = endsSession(name) ? await tenant.client.anotherSession() : tenant.client;
  return { ...(await client.send(query, variables)), sent: textsOf(variables) };
};

/** Chooses for one place alone. */
export const only =
  (place: Place, value: unknown): Chooser =>
  (other) =>
    keyOf(place) === keyOf(other) ? value : undefined;

/** Well-formed, and nobody's. */
export const nobodys = (id: string): string => `${id.slice(0, -6)}000000`;
