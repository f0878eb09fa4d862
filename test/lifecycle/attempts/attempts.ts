/** Attempts that each break one rule, by raw SQL of the role that serves; `allowed` is the same within the rule. */
export type Attempts = () => Promise<{ refused: string[]; allowed?: string[] }>;
