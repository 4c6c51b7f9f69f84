import { Pool } from 'undici';
import type { IdentitySigner } from '../context/identity.js';
import { DomainError } from '../errors/domain-error.js';
import type { IdGenerator } from '../ids/id-generator.js';
import { identityHeader } from './graphql-route.js';

export type InternalClient = {
  /**
   * Sends an operation to the sibling service.
   * @param tenantId whose data is asked for; by default the one that the client was made for.
   * @throws {DomainError} SERVICE_UNAVAILABLE when it does not answer in time or answers with an error.
   */
  request<TData>(
    query: string,
    variables?: Record<string, unknown>,
    tenantId?: string,
  ): Promise<TData>;
  close(): Promise<void>;
};

/**
 * Calls one sibling service directly, vouched for by the caller's own service identity.
 * @param options.audience the sibling's subgraph name.
 * @param options.scopes what this caller may do there.
 * @param options.tenantId the tenant whose data is asked for; null for what belongs to all.
 */
export const createInternalClient = (options: {
  url: string;
  audience: string;
  caller: string;
  scopes: readonly string[];
  tenantId?: string | null;
  timeoutMs?: number;
  identityKeys: IdentitySigner;
  ids: IdGenerator;
}): InternalClient => {
  const { origin } = new URL(options.url);
  const pool = new Pool(origin, { connections: 8, keepAliveTimeout: 60_000 });
  const timeoutMs = options.timeoutMs ?? 5_000;

  const sign = (tenantId: string | null): string =>
    options.identityKeys.sign(
      {
        viewer: {
          kind: 'service',
          name: options.caller,
          tenantId,
          scopes: options.scopes,
        },
        requestId: options.ids('request'),
      },
      options.audience,
    );

  return {
    async request<TData>(
      query: string,
      variables?: Record<string, unknown>,
      tenantId = options.tenantId ?? null,
    ): Promise<TData> {
      const identity = sign(tenantId);
      const answer = await post(pool, identity, { query, variables }, timeoutMs).catch(
        (error: unknown) => {
          const reason = error instanceof Error ? error.message : String(error);
          throw new DomainError('SERVICE_UNAVAILABLE', `${options.audience}: ${reason}`);
        },
      );
      if (answer.errors?.[0] || !answer.data)
        throw new DomainError(
          'SERVICE_UNAVAILABLE',
          `${options.audience}: ${answer.errors?.[0]?.message ?? 'an empty answer'}`,
        );
      return answer.data as TData;
    },
    close: () => pool.close(),
  };
};

type Answer = { data?: unknown; errors?: { message: string }[] };

const post = async (
  pool: Pool,
  identity: string,
  body: unknown,
  timeoutMs: number,
): Promise<Answer> => {
  const response = await pool.request({
    method: 'POST',
    path: '/graphql',
    headers: { 'content-type': 'application/json', [identityHeader]: identity },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(timeoutMs),
  });
  return (await response.body.json()) as Answer;
};
