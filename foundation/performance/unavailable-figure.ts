import type { UnavailableReason } from './metric.js';
import type { RiskFigures } from './risk-figures.js';
import type { TradeFigures } from './trade-figures.js';

export type Figures = RiskFigures & TradeFigures;
type Figure = keyof Figures;
export type UnavailableFigure = { figure: Figure; reason: UnavailableReason; message: string };

const explanations: Readonly<Record<UnavailableReason, string>> = {
  NO_DATA: 'The account was not valued within the range.',
  NO_CAPITAL: 'The account had no equity at the start of the range.',
  TOO_FEW_DAYS: 'It needs at least two daily returns.',
  ZERO_VOLATILITY: 'All daily returns are equal.',
  NO_LOSING_DAYS: 'No day of the range ended with a loss.',
  NO_DRAWDOWN: 'The equity never fell below its peak.',
  NO_CLOSED_TRADES: 'No trade closed within the range.',
  NO_LOSING_TRADES: 'No trade of the range lost.',
  OUT_OF_RANGE: 'The figure is too large for a floating-point number.',
};

/** The figures that cannot be given, each with its reason. */
export const unavailableFigures = (figures: Figures): UnavailableFigure[] =>
  (Object.keys(figures) as Figure[]).flatMap((figure) => {
    const value = figures[figure];
    return typeof value === 'string'
      ? [{ figure, reason: value, message: explanations[value] }]
      : [];
  });
