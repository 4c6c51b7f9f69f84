import { useId } from 'react';
import type { InputHTMLAttributes, SelectHTMLAttributes } from 'react';

type FieldProps = { label: string; hint?: string };

export const Field = ({
  label,
  hint,
  ...input
}: FieldProps & InputHTMLAttributes<HTMLInputElement>) => {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input {...input} id={id} aria-describedby={hint ? `${id}-hint` : undefined} />
      {hint && (
        <small id={`${id}-hint`} className="hint">
          {hint}
        </small>
      )}
    </div>
  );
};

export const Choice = ({
  label,
  options,
  hint,
  ...select
}: FieldProps & {
  options: readonly (readonly [string, string])[];
} & SelectHTMLAttributes<HTMLSelectElement>) => {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select {...select} id={id}>
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
      {hint && <small className="hint">{hint}</small>}
    </div>
  );
};

/** A few alternatives side by side. */
export const Switch = (props: {
  label: string;
  options: readonly string[];
  value: string;
  onChange: (value: string) => void;
}) => (
  <div className="switch" role="group" aria-label={props.label}>
    {props.options.map((option) => (
      <button
        key={option}
        type="button"
        aria-pressed={option === props.value}
        onClick={() => props.onChange(option)}
      >
        {option}
      </button>
    ))}
  </div>
);
