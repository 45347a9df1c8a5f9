import pc from 'picocolors';

/** Prints what people do and what they then see, as a play is printed. */
export interface Transcript {
  readonly says: (line: string) => void;
  /** A person does something. */
  readonly does: (who: string, what: string) => void;
  /** What is on the screen now. `where` says who sees it; at most `lines` of it are printed. */
  readonly shows: (where: string, text: string, lines?: number) => void;
}

export function createTranscript(write: (line: string) => void): Transcript {
  const line = (text = '') => write(`${text}\n`);
  return {
    says: (text) => {
      line();
      line(pc.dim(text));
    },
    does: (who, what) => {
      line();
      line(`${pc.bold(pc.cyan(`▶ ${who}`))} ${what}`);
    },
    shows: (where, text, lines = 60) => {
      const all = text.split('\n');
      line(pc.dim(`  ┌ ${where}`));
      for (const each of all.slice(0, lines)) line(`  ${pc.dim('│')} ${each}`);
      if (all.length > lines) line(pc.dim(`  │ … and ${all.length - lines} more lines`));
      line(pc.dim('  └'));
    },
  };
}
