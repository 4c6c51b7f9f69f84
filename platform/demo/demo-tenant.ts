import { z } from 'zod';
import { createApiClient } from './api-client.js';
import type { ApiClient } from './api-client.js';
import type { DemoCredentials } from './demo-credentials.js';

const userErrors = z.array(z.object({ code: z.string(), message: z.string() }));
const session = z.object({ accessToken: z.string() }).nullable();
const strategy = z.object({ id: z.string() });

const describe = (errors: z.output<typeof userErrors>): string =>
  errors.map(({ message }) => message).join(' ');

/** Candles of a second, so that the first trades are a minute away; bitcoin trades on Sundays, too. */
const demoStrategies = [
  { name: 'Bitcoin EMA cross', symbols: ['BTCUSDT'], quantity: '0.02' },
  { name: 'Euro EMA cross', symbols: ['EURUSD'], quantity: '5000' },
].map(({ name, symbols, quantity }) => ({
  name,
  kind: 'INDICATOR',
  symbols,
  interval: 'S1',
  parameters: { rule: 'emaCross', fast: 15, slow: 45 },
  sizing: { kind: 'FIXED', quantity },
}));

/** The demo tenant cannot be entered with the password that this data folder keeps. */
export class DemoSignInError extends Error {
  override readonly name = 'DemoSignInError';
}

const signIn = async (api: ApiClient, { email, password }: DemoCredentials) => {
  const { signIn: payload } = await api(
    `mutation DemoSignIn($input: SignInInput!) {
      signIn(input: $input) { session { accessToken } userErrors { code message } }
    }`,
    z.object({ signIn: z.object({ session, userErrors }) }),
    { input: { email, password } },
  );
  return payload.session?.accessToken ?? null;
};

const signUp = async (api: ApiClient, credentials: DemoCredentials) => {
  const { signUp: payload } = await api(
    `mutation DemoSignUp($input: SignUpInput!) {
      signUp(input: $input) { session { accessToken } userErrors { code message } }
    }`,
    z.object({ signUp: z.object({ session, userErrors }) }),
    { input: credentials },
  );
  if (payload.session) return payload.session.accessToken;
  throw new DemoSignInError(describe(payload.userErrors));
};

const readTrading = (api: ApiClient) =>
  api(
    `query DemoStrategies { accounts { id } strategies { id name status } }`,
    z.object({
      accounts: z.array(z.object({ id: z.string() })),
      strategies: z.array(z.object({ id: z.string(), name: z.string(), status: z.string() })),
    }),
  );

const createStrategy = async (
  api: ApiClient,
  accountId: string,
  terms: (typeof demoStrategies)[number],
): Promise<string> => {
  const { createStrategy: payload } = await api(
    `mutation DemoStrategy($input: CreateStrategyInput!) {
      createStrategy(input: $input) { strategy { id } userErrors { code message } }
    }`,
    z.object({ createStrategy: z.object({ strategy: strategy.nullable(), userErrors }) }),
    { input: { accountId, ...terms } },
  );
  if (payload.strategy) return payload.strategy.id;
  throw new Error(`the demo strategy was refused: ${describe(payload.userErrors)}`);
};

const startStrategy = (api: ApiClient, strategyId: string) =>
  api(
    `mutation DemoStart($input: StartStrategyInput!) {
      startStrategy(input: $input) { userErrors { code message } }
    }`,
    z.object({ startStrategy: z.object({ userErrors }) }),
    { input: { strategyId } },
  );

/** What somebody stopped stays stopped; what a killed start left half done is finished. */
const runStrategies = async (api: ApiClient): Promise<void> => {
  const { accounts, strategies } = await readTrading(api);
  const [account] = accounts;
  if (!account) throw new Error('the demo tenant has no account');
  for (const terms of demoStrategies) {
    const existing = strategies.find(({ name }) => name === terms.name);
    if (existing && existing.status !== 'CREATED') continue;
    await startStrategy(api, existing?.id ?? (await createStrategy(api, account.id, terms)));
  }
};

/**
 * Sees to it that the demo tenant exists, lets its sign-in in and has strategies that trade; all through the public
 * API, as a user would.
 * @throws {DemoSignInError} when its address has an account with another password.
 */
export const prepareDemoTenant = async (
  apiUrl: string,
  credentials: DemoCredentials,
): Promise<void> => {
  const anonymous = createApiClient(apiUrl);
  const accessToken =
    (await signIn(anonymous, credentials)) ?? (await signUp(anonymous, credentials));
  await runStrategies(createApiClient(apiUrl, accessToken));
};
