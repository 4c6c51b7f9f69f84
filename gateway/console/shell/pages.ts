import { lazy } from 'react';
import type { ComponentType, LazyExoticComponent } from 'react';

export type Page = {
  path: string;
  title: string;
  /** The key that leads there, after G. */
  key: string;
  Body: LazyExoticComponent<ComponentType>;
};

const page = (
  path: string,
  title: string,
  key: string,
  load: () => Promise<ComponentType>,
): Page => ({
  path,
  title,
  key,
  Body: lazy(async () => ({ default: await load() })),
});

/** In the order of the navigation; each is loaded when it is first opened. */
export const pages: readonly Page[] = [
  page('/market', 'Market', 'm', async () => (await import('../market/market-page.js')).MarketPage),
];

/** What opens at `/`. */
export const firstPage = '/market';
