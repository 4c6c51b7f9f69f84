import { useRef, useState } from 'react';
import { SetTradingStateDocument } from '../__generated__/operations.js';
import { useCommand } from '../api/use-command.js';
import { useCan } from '../session/viewer-context.js';
import { Field } from '../ui/field.js';
import { Fault } from '../ui/panel.js';
import type { Account } from './use-account.js';

const word = 'HALT';

type HaltForm = {
  account: Account;
  isRunning: boolean;
  fault: string | null;
  onHalt: (flatten: boolean) => void;
  onCancel: () => void;
};

const Confirmation = ({ account, isRunning, fault, onHalt, onCancel }: HaltForm) => {
  const [typed, setTyped] = useState('');
  const [flatten, setFlatten] = useState(false);
  return (
    <form
      method="dialog"
      onSubmit={(event) => {
        event.preventDefault();
        onHalt(flatten);
      }}
    >
      <h2>Halt all trading of {account.name}?</h2>
      <p>Every resting order is cancelled and no new one is taken until somebody resumes.</p>
      <label className="check">
        <input type="checkbox" checked={flatten} onChange={() => setFlatten(!flatten)} />
        Close all positions at market as well
      </label>
      <Field
        label={`Type ${word} to confirm`}
        value={typed}
        autoComplete="off"
        onChange={(event) => setTyped(event.target.value)}
      />
      {fault && <Fault>{fault}</Fault>}
      <div className="pair">
        <button type="button" onClick={onCancel}>
          Cancel
        </button>
        <button type="submit" className="danger" disabled={typed !== word || isRunning}>
          Halt trading
        </button>
      </div>
    </form>
  );
};

/** Stops everything an account does, on purpose only: the word has to be typed. */
export const KillSwitch = ({ account }: { account: Account }) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const [asked, setAsked] = useState(0);
  const { run, isRunning, fault } = useCommand(SetTradingStateDocument, 'setTradingState');
  const mayTrade = useCan('trading:write');
  if (!mayTrade) return null;

  const become = async (state: 'ACTIVE' | 'HALTED', flatten: boolean): Promise<void> => {
    const done = await run({ input: { accountId: account.id, state, flatten } });
    if (done) dialog.current?.close();
  };
  if (account.tradingState === 'HALTED')
    return (
      <button type="button" disabled={isRunning} onClick={() => void become('ACTIVE', false)}>
        Resume trading
      </button>
    );
  return (
    <>
      <button
        type="button"
        className="danger"
        onClick={() => {
          setAsked(asked + 1);
          dialog.current?.showModal();
        }}
      >
        Kill switch
      </button>
      <dialog ref={dialog} aria-label="Kill switch">
        <Confirmation
          key={asked}
          account={account}
          isRunning={isRunning}
          fault={fault}
          onHalt={(flatten) => void become('HALTED', flatten)}
          onCancel={() => dialog.current?.close()}
        />
      </dialog>
    </>
  );
};
