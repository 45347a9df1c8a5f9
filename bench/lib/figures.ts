import Table from 'cli-table3';

export interface Figure {
  readonly what: string;
  readonly value: string;
  /** What it is measured against. */
  readonly aim?: string;
}

/** One part of what `npm run bench` prints. */
export interface Benchmark {
  readonly title: string;
  readonly run: () => Promise<readonly Figure[]>;
}

export function figuresTable(figures: readonly Figure[]): string {
  const table = new Table({ head: ['what', 'measured', 'aim'], style: { head: [], border: [] } });
  for (const { what, value, aim = '' } of figures) table.push([what, value, aim]);
  return table.toString();
}

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
export const mebibytes = (value: number): string => `${Math.round(value)} MiB`;
export const times = (ratio: number): string => `${ratio.toFixed(2)} ×`;
