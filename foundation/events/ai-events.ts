import { z } from 'zod';
import { instantField } from './event-fields.js';

export const aiProviderAlert = 'ai.provider-alert';

export const aiProviderAlertKinds = ['KEY_REFUSED', 'COST_THRESHOLD'] as const;

/** Something about one of the tenant's AI providers that a person should know. Each is told once. */
export const aiProviderAlertSchema = z.object({
  providerId: z.string(),
  providerName: z.string(),
  kind: z.enum(aiProviderAlertKinds),
  /** In one sentence, for people. */
  summary: z.string(),
  time: instantField,
});
export type AiProviderAlert = z.infer<typeof aiProviderAlertSchema>;
