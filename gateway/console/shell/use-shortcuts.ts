import { useEffect } from 'react';
import { navigate } from '../routing/router.js';
import { pages } from './pages.js';

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.matches('input, select, textarea');

/** G, then the letter of a page, leads there. */
export const useShortcuts = (): void => {
  useEffect(() => {
    let isArmed = false;
    const listen = (event: KeyboardEvent): void => {
      if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      const page = isArmed ? pages.find(({ key }) => key === event.key) : undefined;
      isArmed = event.key === 'g' && !isArmed;
      if (page) navigate(page.path);
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
};
