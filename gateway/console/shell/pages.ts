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
  page('/trade', 'Trade', 't', async () => (await import('../trade/trade-page.js')).TradePage),
  page(
    '/signals',
    'Signals',
    's',
    async () => (await import('../signals/signals-page.js')).SignalsPage,
  ),
  page(
    '/backtests',
    'Backtests',
    'b',
    async () => (await import('../backtests/backtests-page.js')).BacktestsPage,
  ),
  page(
    '/performance',
    'Performance',
    'p',
    async () => (await import('../performance/performance-page.js')).PerformancePage,
  ),
  page('/models', 'Models', 'o', async () => (await import('../models/models-page.js')).ModelsPage),
  page('/ai', 'AI', 'a', async () => (await import('../ai/ai-page.js')).AiPage),
  page(
    '/business',
    'Business',
    'u',
    async () => (await import('../business/business-page.js')).BusinessPage,
  ),
  page('/system', 'System', 'y', async () => (await import('../system/system-page.js')).SystemPage),
];

/** What opens at `/`. */
export const firstPage = '/market';
