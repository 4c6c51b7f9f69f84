import { AreaSeries, BaselineSeries, createChart } from 'lightweight-charts';
import type { UTCTimestamp } from 'lightweight-charts';
import { useEffect, useRef } from 'react';
import { ChartCredit } from '../ui/chart-credit.js';
import { chartColours, chartOptions } from '../ui/chart-theme.js';
import { useThemeName } from '../ui/use-theme-name.js';

type EquityPoint = { time: string; equity: string; drawdown: number };

/** The chart takes one value per second: the last one counts. */
const series = (points: readonly EquityPoint[], value: (point: EquityPoint) => number) => {
  const bySecond = new Map(
    points.map((point) => [Math.floor(Date.parse(point.time) / 1_000), value(point)]),
  );
  return [...bySecond].map(([time, at]) => ({ time: time as UTCTimestamp, value: at }));
};

const draw = (place: HTMLElement, points: readonly EquityPoint[]): (() => void) => {
  const chart = createChart(place, { autoSize: true, ...chartOptions() });
  const { accent, loss } = chartColours();
  const percent = {
    type: 'custom',
    minMove: 0.01,
    formatter: (value: number) => `${value.toFixed(2)} %`,
  } as const;
  chart
    .addSeries(AreaSeries, {
      lineColor: accent,
      topColor: `${accent}55`,
      bottomColor: `${accent}05`,
      lineWidth: 2,
    })
    .setData(series(points, ({ equity }) => Number(equity)));
  chart
    .addSeries(
      BaselineSeries,
      {
        baseValue: { type: 'price', price: 0 },
        bottomLineColor: loss,
        bottomFillColor1: `${loss}10`,
        bottomFillColor2: `${loss}55`,
        priceFormat: percent,
      },
      1,
    )
    .setData(series(points, ({ drawdown }) => -Math.abs(drawdown) * 100));
  chart.panes()[1]?.setHeight(70);
  chart.timeScale().fitContent();
  return () => chart.remove();
};

/** Equity, and how far below its highest it was. */
export const EquityPanelBody = ({ points }: { points: readonly EquityPoint[] }) => {
  const place = useRef<HTMLDivElement>(null);
  const theme = useThemeName();
  useEffect(() => (place.current ? draw(place.current, points) : undefined), [points, theme]);
  return (
    <>
      <div ref={place} className="chart low" role="img" aria-label="Equity and drawdown" />
      <footer className="legend">
        <span>Equity above, drawdown below</span>
        <ChartCredit />
      </footer>
    </>
  );
};
