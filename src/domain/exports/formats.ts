/** The first one is what people get who do not say. */
export const exportFormats = ['html', 'csv', 'json', 'ocsf'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export const isExportFormat = (word: string): word is ExportFormat => exportFormats.some((format) => format === word);
