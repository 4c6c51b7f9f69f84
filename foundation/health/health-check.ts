/** One thing a service needs to answer: resolves when it works, rejects with the reason when not. */
export type HealthCheck = {
  name: string;
  check: () => Promise<void>;
  /** What an operator should know although it works. */
  detail?: () => string | undefined;
};
