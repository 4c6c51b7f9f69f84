const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** Lets the browser save rows as a file for a spreadsheet. */
export const saveAsCsv = (
  name: string,
  headings: readonly string[],
  rows: readonly (readonly string[])[],
): void => {
  const text = [headings, ...rows].map((row) => row.map(quoted).join(',')).join('\r\n');
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `${name}.csv`;
  link.click();
  URL.revokeObjectURL(address);
};
