import { z } from 'zod';

/** Text for people in one line: trimmed, with nothing in it that cannot be shown. */
export const visibleText = (length: { min: number; max: number }) =>
  z
    .string()
    .transform((text) => text.normalize('NFC').replace(/\s+/gu, ' ').trim())
    .pipe(
      z
        .string()
        .min(length.min, `Give at least ${length.min} characters.`)
        .max(length.max, `Give at most ${length.max} characters.`)
        .regex(/^\P{C}*$/u, 'There are characters that cannot be shown.'),
    );
