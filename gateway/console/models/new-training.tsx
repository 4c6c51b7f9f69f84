import type { SubmitEvent } from 'react';
import { TrainModelDocument, WatchListDocument } from '../__generated__/operations.js';
import { useCommand } from '../api/use-command.js';
import { useData } from '../api/use-data.js';
import { intervalNamed, intervals } from '../market/intervals.js';
import { useCan } from '../session/viewer-context.js';
import { Choice, Field } from '../ui/field.js';
import { Fault, Panel } from '../ui/panel.js';

const textIn = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};

const Fields = () => {
  const { data } = useData(WatchListDocument, {});
  return (
    <>
      <Field
        label="Name"
        name="name"
        required
        pattern="[a-z0-9._\-]{1,60}"
        hint="Small letters, digits, dots, dashes."
      />
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
        <Field
          label="Candles ahead"
          name="horizon"
          type="number"
          min={1}
          max={100}
          defaultValue={4}
        />
      </div>
      <Field label="Seconds to train" name="budget" type="number" min={1} defaultValue={30} />
    </>
  );
};

/** Asks for a training; the list shows what came of it. */
export const NewTraining = ({ onStarted }: { onStarted: (id: string) => void }) => {
  const { run, isRunning, fault } = useCommand(TrainModelDocument, 'trainModel');
  const mayTrain = useCan('ai:use');
  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const payload = await run({
      input: {
        name: textIn(form, 'name'),
        symbol: textIn(form, 'symbol'),
        interval: intervalNamed(textIn(form, 'interval')),
        horizon: Number(textIn(form, 'horizon')),
        timeBudgetSeconds: Number(textIn(form, 'budget')),
      },
    });
    if (payload?.job) onStarted(payload.job.id);
  };
  return (
    <Panel title="New training">
      <form onSubmit={(event) => void submit(event)}>
        <Fields />
        {fault && <Fault>{fault}</Fault>}
        <button type="submit" className="primary" disabled={isRunning || !mayTrain}>
          Train
        </button>
        {!mayTrain && <p className="hint">Your role does not train models.</p>}
      </form>
    </Panel>
  );
};
