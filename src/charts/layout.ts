/**
 * Sizes in the chart's own units, 720 wide. Slack may show it at half of that: 22 units are then 11 pixels, and nothing
 * that has to be read is smaller.
 */
export const layout = {
  width: 720,
  height: 384,
  left: 64,
  right: 704,
  title: 40,
  /** The line of open findings. */
  trend: { top: 88, bottom: 238 },
  dayLabels: 268,
  barLabels: 306,
  /** What was new above the middle, what was fixed below it. */
  bars: { top: 318, middle: 344, bottom: 370 },
  text: { title: 30, label: 22 },
} as const;

/** Room between the middles of two days. */
export const step = (days: number): number => (layout.right - layout.left) / Math.max(1, days);

/** Where the middle of a day is; days have equal room. */
export const middleOf = (index: number, days: number): number => layout.left + (index + 0.5) * step(days);
