import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import { highest, knownDays, type Series, shortDay } from '../domain/series.ts';
import { layout, middleOf } from './layout.ts';
import { element, words } from './svg.ts';
import { rim, type Theme } from './theme.ts';

interface Dot {
  readonly x: number;
  readonly open: number | null;
}

const { trend, left, right, text } = layout;

/** `1,500` does not fit beside the line, `1.5k` does. */
const tickLabel = new Intl.NumberFormat('en-US', { notation: 'compact' });

const scaleOf = (series: Series) =>
  scaleLinear()
    .domain([0, Math.max(1, highest(series)?.open ?? 0)])
    .range([trend.bottom, trend.top])
    .nice(3);

export function drawGrid(series: Series, theme: Theme): string[] {
  const y = scaleOf(series);
  return y
    .ticks(3)
    .filter(Number.isInteger)
    .flatMap((tick) => drawGridLine(tick, y(tick), theme));
}

/** Open findings per day: a line over a filled ground, interrupted where nothing is known. */
export function drawTrend(series: Series, theme: Theme): string[] {
  const y = scaleOf(series);
  const dots = series.map(({ open }, index): Dot => ({ x: middleOf(index, series.length), open }));
  const known = ({ open }: Dot): boolean => open !== null;
  const edge = line<Dot>(
    ({ x }) => x,
    ({ open }) => y(open ?? 0),
  ).defined(known)(dots);
  const ground = area<Dot>(
    ({ x }) => x,
    trend.bottom,
    ({ open }) => y(open ?? 0),
  ).defined(known)(dots);
  return [
    ...(ground === null ? [] : [element('path', { d: rounded(ground), fill: theme.open, 'fill-opacity': 0.14 })]),
    ...(edge === null
      ? []
      : [
          element('path', {
            d: rounded(edge),
            fill: 'none',
            stroke: theme.open,
            'stroke-width': 4,
            'stroke-linejoin': 'round',
            'stroke-linecap': 'round',
          }),
        ]),
    ...drawMarks(series, dots, y, theme),
  ];
}

const rounded = (path: string): string =>
  path.replace(/\d+\.\d+/g, (value) => String(Math.round(Number(value) * 10) / 10));

const drawGridLine = (tick: number, y: number, theme: Theme): string[] => [
  element('line', { x1: left, x2: right, y1: y, y2: y, stroke: theme.grid, 'stroke-width': 1.5 }),
  words(
    'text',
    { x: left - 10, y: y + 7, 'text-anchor': 'end', 'font-size': text.label, fill: theme.faint },
    tickLabel.format(tick).toLowerCase(),
  ),
];

/** The newest count and the highest one, each beside its dot; a day between two gaps is a dot as well, or it would not be seen. */
function drawMarks(series: Series, dots: readonly Dot[], y: (open: number) => number, theme: Theme): string[] {
  const lastKnown = knownDays(series).at(-1)?.day;
  const top = highest(series);
  return dots.flatMap(({ x, open }, index) => {
    if (open === null) return [];
    const day = series[index]?.day;
    const alone = dots[index - 1]?.open == null && dots[index + 1]?.open == null;
    const newest = day === lastKnown;
    const labelled = newest || (day === top?.day && open > 0);
    if (!alone && !labelled) return [];
    const dot = element('circle', { cx: x, cy: y(open), r: labelled ? 7 : 5, fill: theme.open });
    if (newest || !labelled || day === undefined) return [dot];
    return [dot, mark(`${open.toLocaleString('en-US')} on ${shortDay(day)}`, x, y(open) - 14, theme)];
  });
}

/** Words above a dot, kept inside the chart. */
function mark(label: string, x: number, y: number, theme: Theme): string {
  const half = label.length * 7;
  const anchor = x - half < left ? 'start' : x + half > right ? 'end' : 'middle';
  return words(
    'text',
    {
      x,
      y,
      'text-anchor': anchor,
      'font-size': text.label,
      fill: theme.ink,
      ...rim(theme),
    },
    label,
  );
}
