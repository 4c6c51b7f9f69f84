/** Why the database cannot be brought to the newest version, in words for the operator. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}
