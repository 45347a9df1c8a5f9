export const formats = ['table', 'json', 'csv', 'ocsf', 'html'] as const;
export const failOn = ['never', 'fail', 'unknown'] as const;
export const iamFormats = ['json', 'cloudformation', 'terraform'] as const;
/** Capabilities of the remediation role; `retire` has a role of its own. */
export const applyCapabilities = ['backup', 'build', 'cutover'] as const;
export const planFormats = ['text', 'json', 'cli', 'cloudformation', 'terraform'] as const;
