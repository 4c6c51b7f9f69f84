import type { ReactNode } from 'react';

export type Column<TRow> = {
  title: string;
  cell: (row: TRow) => ReactNode;
  /** Numbers stand right, so that their digits line up. */
  isNumber?: boolean;
};

/** Rows under fixed headings; the frame scrolls and can be reached by keyboard. */
export const Table = <TRow,>(props: {
  label: string;
  columns: readonly Column<TRow>[];
  rows: readonly TRow[];
  keyOf: (row: TRow) => string;
}) => (
  <div className="scroll" tabIndex={0} role="group" aria-label={props.label}>
    <table>
      <thead>
        <tr>
          {props.columns.map(({ title, isNumber }) => (
            <th key={title} scope="col" className={isNumber ? 'number' : ''}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {props.rows.map((row) => (
          <tr key={props.keyOf(row)}>
            {props.columns.map(({ title, cell, isNumber }) => (
              <td key={title} className={isNumber ? 'number' : ''}>
                {cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
