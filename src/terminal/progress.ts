import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
  readonly update: (done: number, label: string) => void;
  readonly stop: () => void;
}

const silent: Progress = { update: () => {}, stop: () => {} };

/** A bar on stderr while it is a terminal; data on stdout stays clean either way. */
export function startProgress(total: number, stream: NodeJS.WriteStream = process.stderr): Progress {
  if (!stream.isTTY) return silent;
  const bar = new SingleBar(
    { stream, clearOnComplete: true, hideCursor: true, format: 'Auditing {bar} {value} of {total} targets  {label}' },
    Presets.rect,
  );
  bar.start(total, 0, { label: '' });
  return {
    update: (done, label) => bar.update(done, { label }),
    stop: () => bar.stop(),
  };
}
