/** A recording that cannot be played at all; the message is one sentence for the person who named the file. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
}
