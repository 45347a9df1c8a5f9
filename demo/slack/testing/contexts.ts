import type { DisplayContext } from '../display/context.ts';
import { workspaceNames } from '../display/names.ts';
import { createChannelBook } from '../state/channels.ts';
import { createWorkspace } from '../workspace.ts';

/** 21 November 2026, 14:32:05 in Berlin; seconds. */
export const AFTERNOON = 1_795_267_925;

/** A reader in Berlin, an hour after `AFTERNOON`, who may see one uploaded image. */
export function readerContext(more: Partial<DisplayContext> = {}): DisplayContext {
  const workspace = createWorkspace();
  return {
    names: workspaceNames(workspace, createChannelBook(workspace)),
    timeZone: 'Europe/Berlin',
    now: (AFTERNOON + 3600) * 1000,
    fileUrl: (reference) => (reference === 'F1' ? 'http://localhost/files/F1.png' : undefined),
    ...more,
  };
}
