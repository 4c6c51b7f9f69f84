import { loadSettings } from '../../foundation/config/settings.js';
import { billingSettings } from '../../subgraphs/billing/settings.js';
import { createBilling } from '../../subgraphs/billing/subgraph.js';
import { createUsage } from '../../subgraphs/usage/subgraph.js';
import { VirtualJobQueue } from '../fakes/virtual-job-queue.js';
import type { Answer } from './running-subgraph.js';
import { runSubgraph } from './running-subgraph.js';

export const accountant = ['billing:read', 'billing:write', 'tenant:read'];

/** Billing over the real usage service, both on one database and one virtual clock. */
export const runBilling = async (now = '2026-03-01T00:00:00.000Z') => {
  let jobs: VirtualJobQueue | undefined;
  let usageUrl = '';
  let isUsageDown = false;
  const closers: (() => Promise<void>)[] = [];
  const running = await runSubgraph(
    'billing',
    async (deps) => {
      if (usageUrl === '') {
        const usage = await createUsage(deps);
        ({ url: usageUrl } = await usage.listen({ host: '127.0.0.1', port: 0 }));
        closers.push(() => usage.close());
      }
      await jobs?.close();
      jobs = new VirtualJobQueue(deps.clock);
      return createBilling(deps, {
        settings: loadSettings(billingSettings, {}),
        jobs,
        usageUrl: () => (isUsageDown ? 'http://127.0.0.1:1' : usageUrl),
      });
    },
    now,
  );

  return {
    ...running,
    jobs: () => {
      if (!jobs) throw new Error('billing has not started');
      return jobs;
    },

    /** From the next start on, usage-monitoring does not answer, or does again. */
    setUsageDown(down: boolean): void {
      isUsageDown = down;
    },

    ask: <TData = Record<string, unknown>>(
      tenantId: string,
      query: string,
      variables: Record<string, unknown> = {},
      scopes: readonly string[] = accountant,
    ): Promise<Answer<TData>> => running.ask<TData>(tenantId, query, { variables, scopes }),

    /** Tells usage-monitoring of use. */
    use: (tenantId: string, meter: string, quantity: string, time: string): Promise<void> =>
      running.bus.publish([
        running.event(tenantId, 'usage.recorded', {
          meter,
          quantity,
          time,
          source: 'test',
          dimensions: {},
        }),
      ]),

    async close(): Promise<void> {
      for (const close of closers) await close();
      await running.close();
    },
  };
};

export type RunningBilling = Awaited<ReturnType<typeof runBilling>>;
