export type Session = { accessToken: string };

/** One call of the public API. */
export const call = async <TData>(
  url: string,
  query: string,
  options: { variables?: Record<string, unknown>; session?: Session } = {},
): Promise<TData> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(options.session && { authorization: `Bearer ${options.session.accessToken}` }),
    },
    body: JSON.stringify({ query, variables: options.variables }),
  });
  const answer = (await response.json()) as { data: TData; errors?: unknown };
  if (answer.errors) throw new Error(JSON.stringify(answer.errors));
  return answer.data;
};

export type Person = { tenantName: string; email: string; password: string };

export const signUp = async (url: string, input: Person): Promise<Session> => {
  const { signUp: payload } = await call<{ signUp: { session: Session } }>(
    url,
    'mutation SignUp($input: SignUpInput!) { signUp(input: $input) { session { accessToken } userErrors { code message } } }',
    { variables: { input } },
  );
  return payload.session;
};

export const signIn = async (
  url: string,
  { email, password }: Pick<Person, 'email' | 'password'>,
): Promise<Session> => {
  const { signIn: payload } = await call<{ signIn: { session: Session } }>(
    url,
    'mutation SignIn($input: SignInInput!) { signIn(input: $input) { session { accessToken } userErrors { code message } } }',
    { variables: { input: { email, password } } },
  );
  return payload.session;
};
