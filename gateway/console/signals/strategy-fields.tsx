import { WatchListDocument } from '../__generated__/operations.js';
import type { BacktestStrategyInput } from '../__generated__/operations.js';
import { useData } from '../api/use-data.js';
import { intervalNamed, intervals } from '../market/intervals.js';
import { Choice, Field } from '../ui/field.js';

const textIn = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};

/** What the fields below say; the API checks it. */
export const strategyIn = (form: FormData): BacktestStrategyInput => ({
  kind: 'INDICATOR',
  symbols: [textIn(form, 'symbol')],
  interval: intervalNamed(textIn(form, 'interval')),
  parameters: {
    rule: 'emaCross',
    fast: Number(textIn(form, 'fast')),
    slow: Number(textIn(form, 'slow')),
  },
  sizing: { kind: 'FIXED', quantity: textIn(form, 'quantity') },
});

/** The crossing of two averages: on which candles, of which lengths, how large. */
export const StrategyFields = () => {
  const { data } = useData(WatchListDocument, {});
  return (
    <>
      <Choice
        label="Instrument"
        name="symbol"
        options={(data?.instruments ?? []).map(
          ({ symbol, name }) => [symbol, `${symbol} · ${name}`] as const,
        )}
      />
      <div className="pair">
        <Choice
          label="Candles"
          name="interval"
          defaultValue="M1"
          options={intervals.map((interval) => [interval, interval] as const)}
        />
        <Field label="Quantity" name="quantity" inputMode="decimal" required defaultValue="10000" />
      </div>
      <div className="pair">
        <Field label="Fast average" name="fast" type="number" min={1} max={499} defaultValue={12} />
        <Field label="Slow average" name="slow" type="number" min={2} max={500} defaultValue={26} />
      </div>
    </>
  );
};
