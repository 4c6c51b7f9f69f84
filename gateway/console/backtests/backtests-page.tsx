import { useAddressChoice } from '../routing/router.js';
import { BacktestList } from './backtest-list.js';
import { BacktestReport } from './backtest-report.js';
import { NewBacktest } from './new-backtest.js';

export const BacktestsPage = () => {
  const [chosen, choose] = useAddressChoice('backtest', '');
  return (
    <div className="aside">
      <NewBacktest onStarted={choose} />
      <div className="stack">
        {chosen !== '' && <BacktestReport key={chosen} id={chosen} />}
        <BacktestList chosen={chosen} onChoose={choose} />
      </div>
    </div>
  );
};
