import { knownDays, type Series, seriesInWords, shortDay } from '../domain/series.ts';
import { plural } from '../domain/words.ts';
import { drawBars } from './bars.ts';
import { drawGaps } from './gaps.ts';
import { layout, middleOf } from './layout.ts';
import { element, words } from './svg.ts';
import type { Theme } from './theme.ts';
import { drawGrid, drawTrend } from './trend.ts';

const { width, height, right, title, text, dayLabels } = layout;

/** Open findings per day, and what was new and fixed on each: one self-contained SVG in these colours. */
export function openFindingsSvg(series: Series, theme: Theme): string {
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-label': `Open findings: ${seriesInWords(series)}.`,
      'font-family': theme.fontFamily,
    },
    [
      element('rect', { width, height, fill: theme.background }),
      ...drawTitle(series, theme),
      ...drawGrid(series, theme),
      ...drawGaps(series, theme),
      ...drawTrend(series, theme),
      ...drawDays(series, theme),
      ...drawBars(series, theme),
    ],
  );
}

function drawTitle(series: Series, theme: Theme): string[] {
  const last = knownDays(series).at(-1);
  const heading = { x: 16, y: title, 'font-size': text.title, 'font-weight': 'bold', fill: theme.ink };
  if (last === undefined) return [words('text', heading, `Not audited in ${plural(series.length, 'day')}`)];
  const today = last.day === series.at(-1)?.day;
  const beside = today ? sinceLastWeek(series, last.open) : `on ${shortDay(last.day)}; not audited since`;
  return [
    words('text', heading, plural(last.open, 'open finding')),
    ...(beside === undefined
      ? []
      : [
          words(
            'text',
            { x: right, y: title, 'text-anchor': 'end', 'font-size': text.label, fill: theme.faint },
            beside,
          ),
        ]),
  ];
}

function sinceLastWeek(series: Series, open: number): string | undefined {
  const before = series.at(-8)?.open;
  if (before === undefined || before === null) return undefined;
  const difference = Math.abs(open - before).toLocaleString('en-US');
  if (open === before) return 'as many as a week ago';
  return `${difference} ${open < before ? 'fewer' : 'more'} than a week ago`;
}

/** Today, and each seventh day before; of a week, all. */
function drawDays(series: Series, theme: Theme): string[] {
  const last = series.length - 1;
  const every = series.length <= 7 ? 1 : 7;
  return series.flatMap(({ day }, index) => {
    if ((last - index) % every !== 0) return [];
    const x = middleOf(index, series.length);
    const label = index === last ? 'today' : shortDay(day);
    const anchor = index === last ? 'end' : 'middle';
    return [
      words(
        'text',
        {
          x: index === last ? right : x,
          y: dayLabels,
          'text-anchor': anchor,
          'font-size': text.label,
          fill: theme.faint,
        },
        label,
      ),
    ];
  });
}
