import {
  CandlestickSeries,
  LineSeries,
  createChart,
  createSeriesMarkers,
} from 'lightweight-charts';
import type {
  IChartApi,
  ISeriesApi,
  ISeriesMarkersPluginApi,
  SeriesMarker,
  Time,
  UTCTimestamp,
} from 'lightweight-charts';
import { useEffect, useRef, useState } from 'react';
import { CandleUpdatesDocument } from '../__generated__/operations.js';
import type { CandleHistoryQuery, CandleInterval } from '../__generated__/operations.js';
import { useStream } from '../live/use-live.js';
import { chartColours, chartOptions } from '../ui/chart-theme.js';
import { useThemeName } from '../ui/use-theme-name.js';

type History = NonNullable<CandleHistoryQuery['candles']>;
type Drawn = {
  chart: IChartApi;
  candles: ISeriesApi<'Candlestick'>;
  ema: ISeriesApi<'Line'>;
  bands: readonly [ISeriesApi<'Line'>, ISeriesApi<'Line'>];
  markers: ISeriesMarkersPluginApi<Time>;
};

export type TradeMark = { time: string; side: 'BUY' | 'SELL' };

const timeOf = (iso: string): UTCTimestamp => (Date.parse(iso) / 1_000) as UTCTimestamp;

const candleOf = (candle: Record<'openTime' | 'open' | 'high' | 'low' | 'close', string>) => ({
  time: timeOf(candle.openTime),
  open: Number(candle.open),
  high: Number(candle.high),
  low: Number(candle.low),
  close: Number(candle.close),
});

const draw = (place: HTMLElement, precision: number): Drawn => {
  const chart = createChart(place, { autoSize: true, ...chartOptions() });
  const { gain, loss, accent, muted } = chartColours();
  const priceFormat = {
    type: 'price',
    precision,
    minMove: Number((10 ** -precision).toFixed(precision)),
  } as const;
  const candles = chart.addSeries(CandlestickSeries, {
    priceFormat,
    upColor: gain,
    wickUpColor: gain,
    downColor: loss,
    wickDownColor: loss,
    borderVisible: false,
  });
  const line = (color: string) =>
    chart.addSeries(LineSeries, {
      priceFormat,
      color,
      lineWidth: 1,
      priceLineVisible: false,
      lastValueVisible: false,
      crosshairMarkerVisible: false,
    });
  return {
    chart,
    candles,
    ema: line(accent),
    bands: [line(muted), line(muted)],
    markers: createSeriesMarkers(candles),
  };
};

const fill = ({ candles, ema, bands, chart }: Drawn, history: History): void => {
  candles.setData(history.map(candleOf));
  const line = (value: (candle: History[number]) => number | null | undefined) =>
    history.flatMap((candle) => {
      const at = value(candle);
      return at == null ? [] : [{ time: timeOf(candle.openTime), value: at }];
    });
  ema.setData(line((candle) => candle.ema));
  bands[0].setData(line((candle) => candle.bollinger?.lower));
  bands[1].setData(line((candle) => candle.bollinger?.upper));
  chart.timeScale().scrollToRealTime();
};

const markerOf = (mark: TradeMark, intervalSeconds: number): SeriesMarker<Time> => {
  const isBuy = mark.side === 'BUY';
  const { gain, loss } = chartColours();
  const at = Math.floor(timeOf(mark.time) / intervalSeconds) * intervalSeconds;
  return {
    time: at as UTCTimestamp,
    position: isBuy ? 'belowBar' : 'aboveBar',
    shape: isBuy ? 'arrowUp' : 'arrowDown',
    color: isBuy ? gain : loss,
  };
};

/** History as it was read, the newest candle as it grows, and the viewer's own fills on top. */
export const CandleChart = (props: {
  symbol: string;
  interval: CandleInterval;
  intervalSeconds: number;
  precision: number;
  history: History;
  marks: readonly TradeMark[];
}) => {
  const { symbol, interval, history, marks, precision, intervalSeconds } = props;
  const place = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState<Drawn | null>(null);
  const theme = useThemeName();

  useEffect(() => {
    if (place.current === null) return undefined;
    const made = draw(place.current, precision);
    setDrawn(made);
    return () => made.chart.remove();
  }, [precision, theme]);

  useEffect(() => {
    if (drawn) fill(drawn, history);
  }, [drawn, history]);

  useEffect(() => {
    const sorted = [...marks].sort((a, b) => a.time.localeCompare(b.time));
    drawn?.markers.setMarkers(sorted.map((mark) => markerOf(mark, intervalSeconds)));
  }, [drawn, marks, intervalSeconds]);

  useStream(
    CandleUpdatesDocument,
    { symbol, interval },
    {
      onData: ({ candleUpdates: candle }) => {
        if (!drawn || !candle) return;
        const newest = history.at(-1);
        // A stream begins with the newest candle; one that history is past already would be refused by the chart.
        if (newest === undefined || candle.openTime >= newest.openTime)
          drawn.candles.update(candleOf(candle));
      },
    },
  );
  return <div ref={place} className="chart" role="img" aria-label={`${symbol} candles`} />;
};
