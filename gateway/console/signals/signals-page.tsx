import { NewStrategy } from './new-strategy.js';
import { SignalList } from './signal-list.js';
import { StrategyList } from './strategy-list.js';
import { useAccount } from '../trade/use-account.js';
import { Empty, Loaded } from '../ui/panel.js';

export const SignalsPage = () => {
  const { from, account } = useAccount();
  return (
    <Loaded from={from}>
      {() =>
        account ? (
          <div className="aside">
            <NewStrategy accountId={account.id} />
            <div className="stack">
              <StrategyList />
              <SignalList accountId={account.id} />
            </div>
          </div>
        ) : (
          <Empty>There is no account yet. Signing up makes a paper account.</Empty>
        )
      }
    </Loaded>
  );
};
