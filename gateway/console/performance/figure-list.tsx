import { formatFigure, formatMoney, formatShare, formatSigned, toneOf } from '../ui/format.js';
import { Figure } from '../ui/panel.js';

type Figures = {
  totalReturn: number | null;
  sharpe: number | null;
  sortino: number | null;
  maxDrawdown: number | null;
  winRate: number | null;
  profitFactor: number | null;
  expectancy: string | null;
  trades: number;
  cagr?: number | null;
  volatility?: number | null;
  calmar?: number | null;
  valueAtRisk95?: number | null;
};

type Unavailable = readonly { figure: string; message: string }[];

/** The figures of an equity curve; one that cannot be told says why. */
export const FigureList = (props: {
  figures: Figures;
  unavailable: Unavailable;
  currency: string;
}) => {
  const { figures, unavailable, currency } = props;
  const why = (name: string): { note?: string } => {
    const found = unavailable.find(({ figure }) => figure === name);
    return found ? { note: found.message } : {};
  };
  const share = (label: string, name: string, value: number | null | undefined) =>
    value !== undefined && <Figure label={label} value={formatShare(value)} {...why(name)} />;
  const ratio = (label: string, name: string, value: number | null | undefined) =>
    value !== undefined && <Figure label={label} value={formatFigure(value)} {...why(name)} />;
  return (
    <dl className="figures">
      <Figure
        label="Total return"
        value={figures.totalReturn === null ? '–' : `${formatSigned(figures.totalReturn * 100)} %`}
        tone={toneOf(figures.totalReturn)}
        {...why('TOTAL_RETURN')}
      />
      {share('CAGR', 'CAGR', figures.cagr)}
      {share('Volatility', 'VOLATILITY', figures.volatility)}
      {ratio('Sharpe', 'SHARPE', figures.sharpe)}
      {ratio('Sortino', 'SORTINO', figures.sortino)}
      {ratio('Calmar', 'CALMAR', figures.calmar)}
      {share('Largest drawdown', 'MAX_DRAWDOWN', figures.maxDrawdown)}
      {share('Value at risk 95', 'VALUE_AT_RISK_95', figures.valueAtRisk95)}
      {share('Win rate', 'WIN_RATE', figures.winRate)}
      {ratio('Profit factor', 'PROFIT_FACTOR', figures.profitFactor)}
      <Figure
        label="Per trade"
        value={formatMoney(figures.expectancy, currency)}
        {...why('EXPECTANCY')}
      />
      <Figure label="Trades" value={figures.trades} />
    </dl>
  );
};
