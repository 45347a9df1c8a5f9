export const formats = ['table', 'json', 'csv', 'ocsf', 'html'] as const;
export const failOn = ['never', 'fail', 'unknown'] as const;
export const iamFormats = ['json', 'cloudformation', 'terraform'] as const;
/** Capabilities that some remediation needs. */
export const applyCapabilities = ['backup', 'build'] as const;
export const planFormats = ['text', 'json', 'cli', 'cloudformation', 'terraform'] as const;
