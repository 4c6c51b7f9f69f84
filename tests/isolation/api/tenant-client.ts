/** A member of a tenant at the public API, and every byte that came back. */
export type TenantClient = {
  accessToken: string;
  refreshToken: string;
  email: string;
  tenantId: string;
  userId: string;
  /** The answer as it came over the wire. */
  send(query: string, variables?: Record<string, unknown>): Promise<RawAnswer>;
  /** The data of an answer that refuses nothing. */
  ask<TData>(query: string, variables?: Record<string, unknown>): Promise<TData>;
  /** Signs in once more: for what ends a session. */
  anotherSession(): Promise<TenantClient>;
};

export type RawAnswer = { status: number; text: string };

export const password = 'correct horse battery staple 9';

/** Sends one operation, as anybody or as who holds the token. */
export const post = async (
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<RawAnswer> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
};

type Session = { accessToken: string; refreshToken: string };
type SignedIn = { session: Session | null; userErrors: { message: string }[] };

const session = '{ session { accessToken refreshToken } userErrors { message } }';

const bearerOf = (token: string) => ({ authorization: `Bearer ${token}` });

const clientOf = async (url: string, email: string, signedIn: SignedIn): Promise<TenantClient> => {
  if (!signedIn.session) throw new Error(`${email} cannot sign in: ${JSON.stringify(signedIn)}`);
  const { accessToken, refreshToken } = signedIn.session;
  const send = (query: string, variables = {}) =>
    post(url, { query, variables }, bearerOf(accessToken));
  const ask = async <TData>(query: string, variables = {}): Promise<TData> => {
    const { text } = await send(query, variables);
    const { data, errors } = JSON.parse(text) as { data: TData; errors?: unknown };
    if (errors !== undefined || text.includes('"userErrors":[{'))
      throw new Error(`${query}: ${text}`);
    return data;
  };
  const { viewer } = await ask<{ viewer: { user: { id: string }; tenant: { id: string } } }>(
    '{ viewer { user { id } tenant { id } } }',
  );
  return {
    accessToken,
    refreshToken,
    email,
    tenantId: viewer.tenant.id,
    userId: viewer.user.id,
    send,
    ask,
    anotherSession: () => signIn(url, email),
  };
};

const mutate = async (
  url: string,
  field: 'signUp' | 'signIn',
  input: object,
): Promise<SignedIn> => {
  const type = `${field.slice(0, 1).toUpperCase()}${field.slice(1)}Input!`;
  const query = `mutation ($input: ${type}) { ${field}(input: $input) ${session} }`;
  const { text } = await post(url, { query, variables: { input } });
  const { data } = JSON.parse(text) as { data: Record<string, SignedIn> | null };
  const payload = data?.[field];
  if (!payload) throw new Error(`${field}: ${text}`);
  return payload;
};

export const signUp = async (url: string, tenantName: string, email: string) =>
  clientOf(url, email, await mutate(url, 'signUp', { tenantName, email, password }));

export const signIn = async (url: string, email: string): Promise<TenantClient> =>
  clientOf(url, email, await mutate(url, 'signIn', { email, password }));
