import { useSyncExternalStore } from 'react';

const subscribe = (listener: () => void): (() => void) => {
  addEventListener('console:theme', listener);
  return () => removeEventListener('console:theme', listener);
};

/** For what cannot take its colours from the style sheet by itself. */
export const useThemeName = (): string =>
  useSyncExternalStore(subscribe, () => document.documentElement.dataset['theme'] ?? 'dark');
