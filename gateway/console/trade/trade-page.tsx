import { WatchListDocument } from '../__generated__/operations.js';
import { useData } from '../api/use-data.js';
import { useCan } from '../session/viewer-context.js';
import { Choice } from '../ui/field.js';
import { Empty, Loaded, Panel } from '../ui/panel.js';
import { AccountFigures } from './account-figures.js';
import { KillSwitch } from './kill-switch.js';
import { OrderList } from './order-list.js';
import { OrderTicket } from './order-ticket.js';
import { PositionList } from './position-list.js';
import { useAccount } from './use-account.js';
import type { Account } from './use-account.js';

/** Equity moves with every price. */
const everyMs = 2_000;

const Ticket = ({ account }: { account: Account }) => {
  const watchList = useData(WatchListDocument, {});
  return (
    <Panel title="New order">
      <Loaded from={watchList}>
        {({ instruments }) => <OrderTicket account={account} instruments={instruments ?? []} />}
      </Loaded>
    </Panel>
  );
};

const AccountPanel = ({ account }: { account: Account }) => (
  <Panel title={account.name} actions={<KillSwitch account={account} />}>
    <AccountFigures account={account} />
  </Panel>
);

export const TradePage = () => {
  const { from, account, choose } = useAccount({ everyMs });
  const mayTrade = useCan('trading:write');
  return (
    <Loaded from={from}>
      {({ accounts }) =>
        account === undefined ? (
          <Empty>There is no account yet. Signing up makes a paper account.</Empty>
        ) : (
          <div className="aside">
            {mayTrade ? (
              <Ticket account={account} />
            ) : (
              <Empty>Your role may look but not trade.</Empty>
            )}
            <div className="stack">
              {accounts && accounts.length > 1 && (
                <Choice
                  label="Account"
                  value={account.id}
                  onChange={(event) => choose(event.target.value)}
                  options={accounts.map(({ id, name }) => [id, name] as const)}
                />
              )}
              <AccountPanel account={account} />
              <PositionList account={account} />
              <OrderList key={account.id} account={account} mayTrade={mayTrade} />
            </div>
          </div>
        )
      }
    </Loaded>
  );
};
