import { DomainError } from '../errors/domain-error.js';
import type { Logger } from '../logging/logger.js';
import type { Broadcast, Unsubscribe } from './broadcast.js';

type Listener = (message: unknown, place: string) => void;
type Channel = { first: number; messages: unknown[]; listeners: Set<Listener> };

/** Messages kept of one channel, and of all channels together. */
export const keptPerChannel = 10_000;
const keptInAll = 100_000;

/** Places of different processes never meet: what one has forgotten by its end, no other takes for its own. */
const processMark = Math.round(performance.timeOrigin * 1_000).toString(36);
let records = 0;

/** The channels of one process to which messages are appended, with the newest messages of each. */
export const createInProcessRecord = (logger: Logger): Pick<Broadcast, 'append' | 'follow'> => {
  const mark = `${processMark}.${records++}`;
  const channels = new Map<string, Channel>();
  /** Channels in the order of their kept messages, the oldest first. */
  const order: Channel[] = [];
  let forgotten = 0;

  const channelOf = (name: string): Channel => {
    const known = channels.get(name);
    if (known) return known;
    const channel: Channel = { first: 0, messages: [], listeners: new Set() };
    channels.set(name, channel);
    return channel;
  };

  const forgetOldest = (channel: Channel): void => {
    channel.messages.shift();
    channel.first++;
  };

  /** Drops what is too much; of a busy channel more than once, which only makes room earlier. */
  const trim = (channel: Channel): void => {
    if (channel.messages.length > keptPerChannel) forgetOldest(channel);
    order.push(channel);
    if (order.length - forgotten <= keptInAll) return;
    const oldest = order[forgotten++];
    if (oldest && oldest.messages.length > 1) forgetOldest(oldest);
    if (forgotten <= keptInAll) return;
    order.splice(0, forgotten);
    forgotten = 0;
  };

  const placeOf = (number: number): string => `${mark}-${number}`;

  const tell = (listener: Listener, message: unknown, place: string): void => {
    try {
      listener(message, place);
    } catch (error) {
      logger.error({ err: error }, 'a listener of kept messages failed');
    }
  };

  return {
    append(name, message) {
      const channel = channelOf(name);
      const number = channel.first + channel.messages.push(message) - 1;
      trim(channel);
      for (const listener of channel.listeners) tell(listener, message, placeOf(number));
      return Promise.resolve();
    },

    follow(name, from, listener): Promise<Unsubscribe> {
      const channel = channelOf(name);
      if (from !== null) {
        const number = from.startsWith(`${mark}-`) ? Number(from.slice(mark.length + 1)) : NaN;
        const index = number - channel.first;
        if (!(index >= 0 && index < channel.messages.length)) return Promise.reject(unavailable());
        for (const [i, message] of channel.messages.slice(index).entries())
          tell(listener, message, placeOf(number + i));
      }
      channel.listeners.add(listener);
      return Promise.resolve(() => {
        channel.listeners.delete(listener);
        return Promise.resolve();
      });
    },
  };
};

/** A reader comes back to a place that is not kept any more. */
export const unavailable = (): DomainError =>
  new DomainError(
    'STREAM_CURSOR_UNAVAILABLE',
    'What followed this cursor is not kept any more; read the state and begin anew.',
  );
