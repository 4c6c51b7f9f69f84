import { channels, notificationKinds } from '../templates/notification-kinds.js';
import type { Channel, NotificationKindName } from '../templates/notification-kinds.js';

/** What a tenant has chosen, by kind; a kind it has not chosen for has its defaults. */
export type Choices = ReadonlyMap<string, readonly Channel[]>;

/** By which channels a kind goes: what was chosen, and always what cannot be turned off. */
export const effectiveChannels = (choices: Choices, kind: NotificationKindName): Channel[] => {
  const { defaults, mandatory } = notificationKinds[kind];
  const chosen = choices.get(kind) ?? defaults;
  return channels.filter((channel) => chosen.includes(channel) || mandatory.includes(channel));
};
