/** What the bot may do in an account, each an explicit opt-in. */
export const capabilities = ['audit', 'backup', 'build', 'cutover', 'retire'] as const;
export type Capability = (typeof capabilities)[number];

/** What a stage of a remediation can break: nothing, a setting in use, a service, data. */
export const riskLevels = ['additive', 'live-change', 'disruptive', 'destructive'] as const;
export type RiskLevel = (typeof riskLevels)[number];
