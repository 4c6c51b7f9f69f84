import { ColorType } from 'lightweight-charts';
import type { DeepPartial, ChartOptions } from 'lightweight-charts';

const colour = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** The colours of the current theme, as the style sheet has them. */
export const chartColours = () => ({
  gain: colour('gain'),
  loss: colour('loss'),
  accent: colour('accent'),
  muted: colour('line-strong'),
});

export const chartOptions = (): DeepPartial<ChartOptions> => ({
  layout: {
    background: { type: ColorType.Solid, color: 'transparent' },
    textColor: colour('muted'),
    fontSize: 11,
    // It would bring a style of its own, which the content security policy refuses; the page names TradingView instead.
    attributionLogo: false,
  },
  grid: { vertLines: { color: colour('line') }, horzLines: { color: colour('line') } },
  timeScale: { timeVisible: true, secondsVisible: false, borderColor: colour('line') },
  rightPriceScale: { borderColor: colour('line') },
});
