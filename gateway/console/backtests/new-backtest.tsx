import type { SubmitEvent } from 'react';
import { RunBacktestDocument } from '../__generated__/operations.js';
import { useCommand } from '../api/use-command.js';
import { useCan } from '../session/viewer-context.js';
import { StrategyFields, strategyIn } from '../signals/strategy-fields.js';
import { nowMs } from '../time/now.js';
import { Field } from '../ui/field.js';
import { Fault, Panel } from '../ui/panel.js';

const hourMs = 3_600_000;

/** Local time as an input of type datetime-local wants it. */
const inputTime = (ms: number): string => {
  const zone = new Date(ms).getTimezoneOffset() * 60_000;
  return new Date(ms - zone).toISOString().slice(0, 16);
};

const instantIn = (form: FormData, name: string): string => {
  const value = form.get(name);
  return new Date(typeof value === 'string' ? value : '').toISOString();
};

/** Runs a strategy over recorded prices with the engine that trades live. */
export const NewBacktest = ({ onStarted }: { onStarted: (id: string) => void }) => {
  const { run, isRunning, fault } = useCommand(RunBacktestDocument, 'runBacktest');
  const mayTrade = useCan('trading:write');
  const now = nowMs();
  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const balance = form.get('initialBalance');
    const payload = await run({
      input: {
        strategy: strategyIn(form),
        from: instantIn(form, 'from'),
        to: instantIn(form, 'to'),
        initialBalance: typeof balance === 'string' ? balance : '',
      },
    });
    if (payload?.backtest) onStarted(payload.backtest.id);
  };
  return (
    <Panel title="New backtest">
      <form onSubmit={(event) => void submit(event)}>
        <StrategyFields />
        <Field
          label="From"
          name="from"
          type="datetime-local"
          required
          defaultValue={inputTime(now - 2 * hourMs)}
        />
        <Field label="To" name="to" type="datetime-local" required defaultValue={inputTime(now)} />
        <Field
          label="Initial balance, USD"
          name="initialBalance"
          inputMode="decimal"
          required
          defaultValue="100000"
        />
        {fault && <Fault>{fault}</Fault>}
        <button type="submit" className="primary" disabled={isRunning || !mayTrade}>
          Run
        </button>
      </form>
    </Panel>
  );
};
