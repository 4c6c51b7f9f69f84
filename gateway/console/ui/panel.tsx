import type { ReactNode } from 'react';
import { adviceForError } from '../api/advice.js';
import type { Data } from '../api/use-data.js';

export const Panel = (props: {
  title: string;
  className?: string;
  actions?: ReactNode;
  children: ReactNode;
}) => (
  <section className={`panel ${props.className ?? ''}`} aria-label={props.title}>
    <header>
      <h2>{props.title}</h2>
      {props.actions}
    </header>
    {props.children}
  </section>
);

/** Says that nothing is here yet, and what would change that. */
export const Empty = ({ children }: { children: ReactNode }) => <p className="empty">{children}</p>;

export const Fault = ({ children }: { children: ReactNode }) => (
  <p className="fault" role="alert">
    {children}
  </p>
);

/** What a query has read; while it has nothing, why. */
export const Loaded = <TData,>(props: {
  from: Data<TData>;
  children: (data: TData) => ReactNode;
}) => {
  const { data, error } = props.from;
  return (
    <>
      {error && <Fault>{adviceForError(error)}</Fault>}
      {data !== undefined && props.children(data)}
      {data === undefined && !error && <p className="empty">Loading…</p>}
    </>
  );
};

const tones: Readonly<Record<string, string>> = {
  ...named('good', 'UP HEALTHY LIVE ACTIVE FILLED RUNNING COMPLETED SUCCEEDED TRADED PAID EDGE OK'),
  ...named('warn', 'DEGRADED STALE REDUCING PENDING_CANCEL PARTIALLY_FILLED QUEUED OPEN MEDIUM'),
  ...named('bad', 'DOWN FAILED HALTED DENIED REJECTED REFUSED UNHEALTHY HIGH CRITICAL KEY_REFUSED'),
};

function named(tone: string, names: string): Record<string, string> {
  return Object.fromEntries(names.split(' ').map((name) => [name, tone]));
}

export const Badge = ({ of }: { of: string }) => (
  <span className={`badge ${tones[of] ?? ''}`}>{of.toLowerCase().replaceAll('_', ' ')}</span>
);

export const Figure = (props: {
  label: string;
  value: ReactNode;
  tone?: string;
  note?: string;
}) => (
  <div className="figure" title={props.note}>
    <dt>{props.label}</dt>
    <dd className={props.tone}>{props.value}</dd>
  </div>
);
