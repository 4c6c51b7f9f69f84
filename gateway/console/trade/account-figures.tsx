import { formatMoney, formatSigned, toneOf } from '../ui/format.js';
import { Badge, Figure } from '../ui/panel.js';
import type { Account } from './use-account.js';

export const AccountFigures = ({ account }: { account: Account }) => {
  const { balance, equity, marginUsed, freeMargin, currency, tradingState, venue } = account;
  const open = equity === null ? null : Number(equity) - Number(balance);
  return (
    <dl className="figures">
      <Figure
        label="Equity"
        value={formatMoney(equity, currency)}
        note="Balance and open profit; unknown while a price is missing."
      />
      <Figure label="Open profit" value={formatSigned(open)} tone={toneOf(open)} />
      <Figure label="Balance" value={formatMoney(balance, currency)} />
      <Figure label="Margin used" value={formatMoney(marginUsed, currency)} />
      <Figure label="Free margin" value={formatMoney(freeMargin, currency)} />
      <Figure label="Trading" value={<Badge of={tradingState} />} />
      <Figure label="Venue" value={venue.toLowerCase()} />
    </dl>
  );
};
