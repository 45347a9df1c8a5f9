/** Runs a task now and again and again, `intervalMs` after each end, until stopped. A failure does not end it. */
export function repeat(
  task: () => Promise<void>,
  intervalMs: number,
  onError: (error: unknown) => void,
): { stop: () => void } {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const run = async () => {
    await task().catch(onError);
    if (!stopped) timer = setTimeout(run, intervalMs);
  };
  void run();
  return {
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
