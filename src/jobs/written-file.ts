import { toCsv } from '../domain/exports/csv.ts';
import { type AuditDocument, toJson } from '../domain/exports/document.ts';
import type { ExportFormat } from '../domain/exports/formats.ts';
import { toOcsf } from '../domain/exports/ocsf.ts';
import type { WritePage } from '../domain/ports.ts';

export interface WritingDeps {
  /** Of Aurora Keeper. */
  readonly version: string;
  readonly writePage: WritePage;
}

export interface FileWanted {
  readonly document: AuditDocument;
  readonly format: ExportFormat;
  /** Without its ending. */
  readonly name: string;
  /** What the document is limited to, in words. */
  readonly scope?: string | undefined;
}

/** A document as a file of this format. */
export async function writtenFile(
  { version, writePage }: WritingDeps,
  { document, format, name, scope }: FileWanted,
): Promise<{ readonly name: string; readonly content: string }> {
  switch (format) {
    case 'html':
      return { name: `${name}.html`, content: await writePage(document, scope) };
    case 'json':
      return { name: `${name}.json`, content: toJson(document) };
    case 'csv':
      return { name: `${name}.csv`, content: toCsv(document) };
    case 'ocsf':
      return { name: `${name}.ocsf.json`, content: toOcsf(document, { version }) };
  }
}
