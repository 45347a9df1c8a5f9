import type { Run } from '../../../../domain/remediation/run.ts';

/** How long the steps of a rehearsal took, in minutes, by what they did; whole, and never less than one. */
export interface Measured {
  readonly snapshot: number;
  readonly cluster: number;
  readonly writer: number;
  readonly readers: number;
}

const minutesOf = (run: Run | undefined, id: string): number => {
  const step = run?.steps.find((each) => each.id === `rehearsal-${id}`);
  if (step?.startedAt === undefined || step.finishedAt === undefined) return 0;
  return Math.max(1, Math.ceil((Date.parse(step.finishedAt) - Date.parse(step.startedAt)) / 60_000));
};

export const measured = (run: Run | undefined): Measured => ({
  snapshot: minutesOf(run, 'snapshot'),
  cluster: minutesOf(run, 'cluster'),
  writer: minutesOf(run, 'writer'),
  readers: minutesOf(run, 'readers'),
});

/** Renaming, stopping and looking closely, which no rehearsal can measure: as reported for clusters in general. Minutes. */
const namesMinutes = 25;

/** What the whole cut-over needs of the change window, once the writers are stopped. */
export const minutesNeeded = ({ snapshot, cluster, writer, readers }: Measured, quietMinutes: number): number =>
  quietMinutes + snapshot + cluster + writer + readers + namesMinutes;

/** `snapshot 4 min, restore 15 min, writer 8 min, readers 8 min` */
export const measuredText = ({ snapshot, cluster, writer, readers }: Measured): string =>
  [
    ...(snapshot === 0 ? [] : [`snapshot ${snapshot} min`]),
    `new cluster ${cluster} min`,
    ...(writer === 0 ? [] : [`writer ${writer} min`]),
    ...(readers === 0 ? [] : [`readers ${readers} min`]),
  ].join(', ');
