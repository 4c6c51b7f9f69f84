import { z } from 'zod';

/** One environment variable: how to read it and what to tell the operator about it. */
export type Setting<TSchema extends z.ZodType = z.ZodType> = {
  schema: TSchema;
  description: string;
  /** What is written into `.env.example`; empty when the variable is optional. */
  example: string;
};

export type SettingsShape = Record<string, Setting>;
export type SettingsOf<TShape extends SettingsShape> = {
  [TKey in keyof TShape]: z.output<TShape[TKey]['schema']>;
};

/** All faults of the environment at once, each naming its variable. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  constructor(readonly faults: readonly string[]) {
    super(`Settings are not usable:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
  }
}

/**
 * Reads and checks the variables of `shape` from `environment`; an empty value counts as absent.
 * @throws {SettingsError} naming every variable at fault.
 */
export const loadSettings = <TShape extends SettingsShape>(
  shape: TShape,
  environment: Readonly<Record<string, string | undefined>>,
): SettingsOf<TShape> => {
  const faults: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries(shape)) {
    const given = environment[name];
    const parsed = setting.schema.safeParse(given === '' ? undefined : given);
    if (parsed.success) values[name] = parsed.data;
    else
      faults.push(
        `${name}: ${parsed.error.issues.map((issue) => issue.message).join('; ')} (${setting.description})`,
      );
  }
  if (faults.length > 0) throw new SettingsError(faults);
  return values as SettingsOf<TShape>;
};

/** A port with its documented default. */
export const portSetting = (defaultPort: number, description: string) => ({
  schema: z.coerce.number().int().min(0).max(65_535).default(defaultPort),
  description,
  example: String(defaultPort),
});

/** Text with a default. */
export const textSetting = (defaultText: string, description: string) => ({
  schema: z.string().default(defaultText),
  description,
  example: defaultText,
});

/** Text that may be absent. */
export const optionalSetting = (description: string) => ({
  schema: z.string().optional(),
  description,
  example: '',
});

/** A whole number with a default and bounds; `unit` belongs to the variable's name. */
export const integerSetting = (
  defaultValue: number,
  bounds: { min: number; max: number },
  description: string,
) => ({
  schema: z.coerce.number().int().min(bounds.min).max(bounds.max).default(defaultValue),
  description,
  example: String(defaultValue),
});

/** One of a few words, with a default. */
export const choiceSetting = <const TChoices extends readonly [string, ...string[]]>(
  choices: TChoices,
  defaultChoice: TChoices[number],
  description: string,
) => ({
  schema: z.enum(choices).default(defaultChoice as never),
  description: `${description} One of: ${choices.join(', ')}.`,
  example: defaultChoice,
});
