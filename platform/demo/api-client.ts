import { fetch } from 'undici';
import { z } from 'zod';
import { dispatcherForOwn } from '../../foundation/health/own-server.js';

const answer = z.object({
  data: z.unknown(),
  errors: z
    .array(z.object({ message: z.string(), extensions: z.object({ code: z.string() }).partial() }))
    .optional(),
});

export type ApiClient = <TSchema extends z.ZodType>(
  query: string,
  shape: TSchema,
  variables?: Record<string, unknown>,
) => Promise<z.output<TSchema>>;

/** Calls the public API of this process as any client would. */
export const createApiClient =
  (url: string, accessToken?: string): ApiClient =>
  async (query, shape, variables = {}) => {
    const dispatcher = dispatcherForOwn(url);
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(accessToken && { authorization: `Bearer ${accessToken}` }),
      },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(15_000),
      ...(dispatcher && { dispatcher }),
    });
    const { data, errors } = answer.parse(await response.json());
    if (errors?.[0]) throw new Error(`${errors[0].extensions.code ?? ''} ${errors[0].message}`);
    return shape.parse(data);
  };
