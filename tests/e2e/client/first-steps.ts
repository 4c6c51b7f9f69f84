import {
  AccountsDocument,
  InstrumentsDocument,
  PlaceOrderDocument,
  SignUpDocument,
} from '../../contract/__generated__/operations.js';
import { createTypedClient } from './typed-client.js';

/** What a newcomer's first program does; it compiles only while the generated types say so. */
export const firstSteps = async (url: string, email: string) => {
  const { signUp } = await createTypedClient(url).send(SignUpDocument, {
    input: { tenantName: 'Typed Trading', email, password: 'correct horse battery staple 9' },
  });
  const session = signUp?.session;
  if (!session) throw new Error(`Refused: ${JSON.stringify(signUp?.userErrors)}`);

  const client = createTypedClient(url, session.accessToken);
  const { instruments } = await client.send(InstrumentsDocument, { assetClass: 'FOREX' });
  const { accounts } = await client.send(AccountsDocument, {});
  const { placeOrder } = await client.send(PlaceOrderDocument, {
    input: {
      accountId: accounts?.[0]?.id ?? '',
      clientOrderId: 'first-steps-1',
      symbol: 'EURUSD',
      side: 'BUY',
      type: 'LIMIT',
      quantity: '10000',
      limitPrice: '0.50000',
      timeInForce: 'GTC',
    },
  });
  return {
    symbols: instruments?.map(({ symbol }) => symbol) ?? [],
    accounts: accounts?.map(({ name, currency }) => ({ name, currency })) ?? [],
    order: placeOrder?.order ?? null,
    refusals: placeOrder?.userErrors.map(({ code }) => code) ?? [],
  };
};
