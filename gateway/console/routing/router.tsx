import { useCallback, useSyncExternalStore } from 'react';
import type { AnchorHTMLAttributes, MouseEvent } from 'react';

const moved = 'console:moved';

const subscribe = (listener: () => void): (() => void) => {
  addEventListener('popstate', listener);
  addEventListener(moved, listener);
  return () => {
    removeEventListener('popstate', listener);
    removeEventListener(moved, listener);
  };
};

const place = (): string => location.pathname + location.search;

/** Goes to a page as the browser's own links would, so that Back returns. */
export const navigate = (to: string): void => {
  if (to === place()) return;
  history.pushState(null, '', to);
  dispatchEvent(new Event(moved));
};

export const usePath = (): string => {
  useSyncExternalStore(subscribe, place);
  return location.pathname;
};

/** A choice that is part of the address: it survives reloads and can be sent to a colleague. */
export const useAddressChoice = (
  name: string,
  otherwise: string,
): [string, (value: string) => void] => {
  useSyncExternalStore(subscribe, place);
  const choose = useCallback(
    (value: string) => {
      const parameters = new URLSearchParams(location.search);
      parameters.set(name, value);
      history.replaceState(null, '', `${location.pathname}?${parameters}`);
      dispatchEvent(new Event(moved));
    },
    [name],
  );
  return [new URLSearchParams(location.search).get(name) ?? otherwise, choose];
};

export const Link = ({
  href,
  ...rest
}: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }) => (
  <a
    {...rest}
    href={href}
    onClick={(event: MouseEvent) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      navigate(href);
    }}
  />
);
