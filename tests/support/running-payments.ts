import { loadSettings } from '../../foundation/config/settings.js';
import { billingSettings } from '../../subgraphs/billing/settings.js';
import { createBilling } from '../../subgraphs/billing/subgraph.js';
import { paymentsSettings } from '../../subgraphs/payments/settings.js';
import { createPayments } from '../../subgraphs/payments/subgraph.js';
import { createUsage } from '../../subgraphs/usage/subgraph.js';
import { VirtualJobQueue } from '../fakes/virtual-job-queue.js';
import { accountant } from './running-billing.js';
import type { Answer } from './running-subgraph.js';
import { runSubgraph } from './running-subgraph.js';

const local = { host: '127.0.0.1', port: 0 };

/** Payments over the real billing and usage services, all on one database and one virtual clock. */
export const runPayments = async (environment: Record<string, string> = {}) => {
  let jobs: VirtualJobQueue | undefined;
  let billingUrl = '';
  const closers: (() => Promise<void>)[] = [];
  const running = await runSubgraph('payments', async (deps) => {
    await jobs?.close();
    jobs = new VirtualJobQueue(deps.clock);
    if (billingUrl === '') {
      const usage = await createUsage(deps);
      const { url: usageUrl } = await usage.listen(local);
      const billing = await createBilling(deps, {
        settings: loadSettings(billingSettings, {}),
        jobs: new VirtualJobQueue(deps.clock),
        usageUrl: () => usageUrl,
      });
      ({ url: billingUrl } = await billing.listen(local));
      closers.push(
        () => billing.close(),
        () => usage.close(),
      );
    }
    return createPayments(deps, {
      settings: loadSettings(paymentsSettings, environment),
      jobs,
      billingUrl: () => billingUrl,
    });
  });

  const identity = (tenantId: string) =>
    running.deps.identityKeys.sign(
      {
        viewer: { kind: 'service', name: 'test', tenantId, scopes: accountant },
        requestId: 'req_test',
      },
      'billing',
    );

  return {
    ...running,
    jobs: () => {
      if (!jobs) throw new Error('payments has not started');
      return jobs;
    },

    ask: <TData = Record<string, unknown>>(
      tenantId: string,
      query: string,
      variables: Record<string, unknown> = {},
      scopes: readonly string[] = accountant,
    ): Promise<Answer<TData>> => running.ask<TData>(tenantId, query, { variables, scopes }),

    /** Asks billing as a sibling service would. */
    async askBilling<TData>(tenantId: string, query: string): Promise<TData> {
      const response = await fetch(`${billingUrl}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-platform-identity': identity(tenantId) },
        body: JSON.stringify({ query }),
      });
      const { data } = (await response.json()) as { data: TData };
      return data;
    },

    async close(): Promise<void> {
      for (const close of closers) await close();
      await running.close();
    },
  };
};

export type RunningPayments = Awaited<ReturnType<typeof runPayments>>;
