import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { createApiClient } from '../demo/api-client.js';
import type { ApiClient } from '../demo/api-client.js';

const userErrors = z.array(z.object({ message: z.string() }));
const session = z.object({ accessToken: z.string() }).nullable();
const named = z.object({ id: z.string() }).nullable();

/** Units of the base asset that one signal trades: of the order of 13,000 dollars, an eighth of the account. */
const quantities = { FOREX: '10000', METAL: '10', CRYPTO: '0.1' } as const;
export type TradedInstrument = { symbol: string; assetClass: keyof typeof quantities };

export type StrategyTerms = { fast: number; slow: number };

/** The tenant of a replay: signs up, trades and reads as any client of the public API. */
export type ReplayTrader = {
  tenantId: string;
  accountId: string;
  /** Starts a strategy that trades crosses of two averages of 1-minute closes. */
  trade(instrument: TradedInstrument, terms: StrategyTerms): Promise<void>;
  /** A client with a fresh session: the one of the start has long expired in recorded time. */
  signInAgain(): Promise<ApiClient>;
};

/** @param url of the public API. */
export const signUpTrader = async (url: string): Promise<ReplayTrader> => {
  const credentials = {
    email: 'replay@trading.example',
    password: randomBytes(18).toString('base64url'),
  };
  const { signUp } = await createApiClient(url)(
    `mutation ReplaySignUp($input: SignUpInput!) {
      signUp(input: $input) { session { accessToken } tenant { id } userErrors { message } }
    }`,
    z.object({ signUp: z.object({ session, tenant: named, userErrors }) }),
    { input: { tenantName: 'Replay', ...credentials } },
  );
  const api = createApiClient(url, accepted(signUp.session, signUp.userErrors).accessToken);
  const { accounts } = await api(
    'query ReplayAccount { accounts { id } }',
    z.object({ accounts: z.array(z.object({ id: z.string() })) }),
  );
  const accountId = accepted(accounts[0], []).id;
  return {
    tenantId: accepted(signUp.tenant, []).id,
    accountId,
    trade: (instrument, terms) => startStrategy(api, accountId, instrument, terms),
    async signInAgain() {
      const { signIn } = await createApiClient(url)(
        `mutation ReplaySignIn($input: SignInInput!) {
          signIn(input: $input) { session { accessToken } userErrors { message } }
        }`,
        z.object({ signIn: z.object({ session, userErrors }) }),
        { input: credentials },
      );
      return createApiClient(url, accepted(signIn.session, signIn.userErrors).accessToken);
    },
  };
};

const startStrategy = async (
  api: ApiClient,
  accountId: string,
  { symbol, assetClass }: TradedInstrument,
  { fast, slow }: StrategyTerms,
): Promise<void> => {
  const { createStrategy } = await api(
    `mutation ReplayStrategy($input: CreateStrategyInput!) {
      createStrategy(input: $input) { strategy { id } userErrors { message } }
    }`,
    z.object({ createStrategy: z.object({ strategy: named, userErrors }) }),
    {
      input: {
        accountId,
        name: `${symbol} EMA ${fast}/${slow}`,
        kind: 'INDICATOR',
        symbols: [symbol],
        interval: 'M1',
        parameters: { rule: 'emaCross', fast, slow },
        sizing: { kind: 'FIXED', quantity: quantities[assetClass] },
      },
    },
  );
  const strategy = accepted(createStrategy.strategy, createStrategy.userErrors);
  const { startStrategy: started } = await api(
    `mutation ReplayStart($input: StartStrategyInput!) {
      startStrategy(input: $input) { strategy { id } userErrors { message } }
    }`,
    z.object({ startStrategy: z.object({ strategy: named, userErrors }) }),
    { input: { strategyId: strategy.id } },
  );
  accepted(started.strategy, started.userErrors);
};

const accepted = <TValue>(
  value: TValue | null | undefined,
  errors: readonly { message: string }[],
): TValue => {
  if (value !== null && value !== undefined) return value;
  throw new Error(`the platform refused: ${errors.map(({ message }) => message).join(' ')}`);
};
