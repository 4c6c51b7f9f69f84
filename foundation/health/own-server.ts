import { Agent } from 'undici';
import type { Dispatcher } from 'undici';

let trusting: Agent | undefined;

/**
 * For calls that a process makes to its own server on this machine, whose certificate is of the public name.
 * @returns undefined for a plain one: the usual dispatcher does.
 */
export const dispatcherForOwn = (url: string): Dispatcher | undefined =>
  url.startsWith('https:')
    ? (trusting ??= new Agent({ connect: { rejectUnauthorized: false } }))
    : undefined;
