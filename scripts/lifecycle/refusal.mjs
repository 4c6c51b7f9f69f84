/** Something the operator has to put right; its message is a whole sentence and is all that is printed. */
export class Refusal extends Error {
  name = 'Refusal';
}

/** What to print of any error: a refusal's sentence, or everything of a fault of ours. */
export const explain = (error) => {
  // Errors of the platform that carry a sentence for the operator; by name, as they come from compiled code.
  const plain = [
    'Refusal',
    'SettingsError',
    'EmbeddedPostgresError',
    'StartupError',
    'MigrationError',
    'SupergraphError',
  ];
  return plain.includes(error?.name) ? error.message : (error?.stack ?? String(error));
};
