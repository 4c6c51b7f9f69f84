import { useMemo } from 'react';
import { CandleHistoryDocument } from '../__generated__/operations.js';
import { useData } from '../api/use-data.js';
import { useAddressChoice } from '../routing/router.js';
import { nowMs } from '../time/now.js';
import { ChartCredit } from '../ui/chart-credit.js';
import { Switch } from '../ui/field.js';
import { Empty, Loaded, Panel } from '../ui/panel.js';
import { CandleChart } from './candle-chart.js';
import { intervalNamed, intervals, secondsOf } from './intervals.js';
import { useTradeMarks } from './use-trade-marks.js';
import type { Instrument } from './watch-list.js';

const candlesShown = 300;

/** One instrument's candles at the interval that the address names. */
export const CandlePanel = ({ instrument }: { instrument: Instrument }) => {
  const { symbol, name, pricePrecision } = instrument;
  const [chosen, choose] = useAddressChoice('interval', 'M1');
  const interval = intervalNamed(chosen);
  const seconds = secondsOf(interval);
  const variables = useMemo(() => {
    const stepMs = seconds * 1_000;
    const to = Math.ceil(nowMs() / stepMs) * stepMs;
    const iso = (ms: number): string => new Date(ms).toISOString();
    return { symbol, interval, from: iso(to - candlesShown * stepMs), to: iso(to) };
  }, [symbol, interval, seconds]);
  const history = useData(CandleHistoryDocument, variables);
  const marks = useTradeMarks(symbol);
  return (
    <Panel
      title={`${symbol} · ${name}`}
      className="candles"
      actions={<Switch label="Interval" options={intervals} value={interval} onChange={choose} />}
    >
      <Loaded from={history}>
        {({ candles }) =>
          candles?.length ? (
            <CandleChart
              key={`${symbol} ${interval}`}
              symbol={symbol}
              interval={interval}
              intervalSeconds={seconds}
              precision={pricePrecision}
              history={candles}
              marks={marks}
            />
          ) : (
            <Empty>No candle of this interval yet. A shorter one fills sooner.</Empty>
          )
        }
      </Loaded>
      <footer className="legend">
        <span className="ema">EMA 20</span>
        <span className="bands">Bollinger 20, 2</span>
        <ChartCredit />
      </footer>
    </Panel>
  );
};
