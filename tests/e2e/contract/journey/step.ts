import { setTimeout as delay } from 'node:timers/promises';
import type { ContractClient } from '../contract-client.js';

/** One stage of the journey, named so that it reads on after "the operations of the contract". */
export type Step = { title: string; walk: (traveller: Traveller) => Promise<void> };

export type Traveller = {
  client: ContractClient;
  /** Told by the market on the way. */
  forexIsOpen: boolean;
};

const askAgainAfterMs = 100;
/** Shorter than a test may take, so that the reason is told and nothing goes on afterwards. */
const patienceMs = 45_000;

/**
 * Repeats `attempt` until it throws no more: what happened in one service reaches the others by events, soon and yet
 * later. In the end what it throws is thrown on.
 */
export const eventually = async <TResult>(attempt: () => Promise<TResult>): Promise<TResult> => {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await delay(askAgainAfterMs);
    }
  }
};
