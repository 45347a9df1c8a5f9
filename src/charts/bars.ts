import { scaleLinear } from 'd3-scale';
import { knownDays, type Series, sums } from '../domain/series.ts';
import { plural } from '../domain/words.ts';
import { layout, middleOf, step } from './layout.ts';
import { element } from './svg.ts';
import type { Theme } from './theme.ts';

/** Of a bar, when there are few days. */
const widest = 24;

const { bars, left, right, text, barLabels } = layout;

/** New findings upwards, fixed ones downwards, day by day, both on the same scale. */
export function drawBars(series: Series, theme: Theme): string[] {
  const most = Math.max(1, ...series.flatMap(({ opened, fixed }) => [opened, fixed]));
  const height = scaleLinear()
    .domain([0, most])
    .range([0, bars.middle - bars.top]);
  const width = Math.min(widest, step(series.length) * 0.62);
  const bar = (count: number, index: number, up: boolean, fill: string): string[] =>
    count === 0
      ? []
      : [
          element('rect', {
            x: middleOf(index, series.length) - width / 2,
            y: up ? bars.middle - Math.max(2, height(count)) : bars.middle,
            width,
            height: Math.max(2, height(count)),
            fill,
          }),
        ];
  return [
    ...(knownDays(series).length === 0 ? [] : [drawLabel(series, theme)]),
    ...series.flatMap(({ opened, fixed }, index) => [
      ...bar(opened, index, true, theme.opened),
      ...bar(fixed, index, false, theme.fixed),
    ]),
    element('line', {
      x1: left,
      x2: right,
      y1: bars.middle,
      y2: bars.middle,
      stroke: theme.faint,
      'stroke-width': 1.5,
    }),
  ];
}

/** In place of a legend: the sums, each in the colour of its bars and with their direction. */
function drawLabel(series: Series, theme: Theme): string {
  const { opened, fixed } = sums(series);
  const part = (label: string, fill: string, weight?: string): string =>
    element('tspan', { fill, 'font-weight': weight }, [label]);
  return element('text', { x: left, y: barLabels, 'font-size': text.label }, [
    part(`▲ ${opened.toLocaleString('en-US')} new`, theme.opened, 'bold'),
    part('  ·  ', theme.faint),
    part(`▼ ${fixed.toLocaleString('en-US')} fixed`, theme.fixed, 'bold'),
    part(` in ${plural(series.length, 'day')}`, theme.faint),
  ]);
}
