import { useState } from 'react';
import type { SubmitEvent } from 'react';
import { CreateStrategyDocument } from '../__generated__/operations.js';
import { useCommand } from '../api/use-command.js';
import { useCan } from '../session/viewer-context.js';
import { Field } from '../ui/field.js';
import { Fault, Panel } from '../ui/panel.js';
import { StrategyFields, strategyIn } from './strategy-fields.js';

/** Makes a strategy that stands still until it is started. */
export const NewStrategy = ({ accountId }: { accountId: string }) => {
  const { run, isRunning, fault } = useCommand(CreateStrategyDocument, 'createStrategy');
  const [made, setMade] = useState<string | null>(null);
  const mayTrade = useCan('trading:write');
  const submit = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const given = form.get('name');
    const name = typeof given === 'string' ? given : '';
    setMade(null);
    const payload = await run({ input: { accountId, name, ...strategyIn(form) } });
    if (payload) setMade(name);
  };
  return (
    <Panel title="New strategy">
      <form onSubmit={(event) => void submit(event)}>
        <Field label="Name" name="name" required maxLength={80} />
        <StrategyFields />
        {fault && <Fault>{fault}</Fault>}
        {made && (
          <p className="notice" role="status">
            {made} is made. Start it in the list.
          </p>
        )}
        <button type="submit" className="primary" disabled={isRunning || !mayTrade}>
          Create
        </button>
      </form>
    </Panel>
  );
};
