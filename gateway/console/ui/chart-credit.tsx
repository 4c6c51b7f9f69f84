/** Lightweight Charts asks for it: https://github.com/tradingview/lightweight-charts/blob/master/NOTICE */
export const ChartCredit = () => (
  <a className="credit" href="https://www.tradingview.com/" target="_blank" rel="noreferrer">
    Charts by TradingView
  </a>
);
