import type { Series } from '../domain/series.ts';
import { layout, middleOf } from './layout.ts';
import { element, words } from './svg.ts';
import { rim, type Theme } from './theme.ts';

/** Days in a row without data, by index; both ends belong to it. */
interface Gap {
  readonly from: number;
  readonly to: number;
}

const { trend, bars, left, right, text } = layout;

/** "no data" in words takes about this much. */
const wordsTake = 100;
const hatching = 'no-data';

export function gapsOf(series: Series): Gap[] {
  const gaps: Gap[] = [];
  for (const [index, { open }] of series.entries()) {
    if (open !== null) continue;
    const last = gaps.at(-1);
    if (last?.to === index - 1) gaps.splice(-1, 1, { from: last.from, to: index });
    else gaps.push({ from: index, to: index });
  }
  return gaps;
}

/** Slanted lines: not to be taken for the ground under the line of open findings. */
const pattern = (theme: Theme): string =>
  element(
    'pattern',
    { id: hatching, width: 9, height: 9, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
    [element('rect', { width: 3, height: 9, fill: theme.grid })],
  );

/** Hatches what is not known, from the last count before to the first one after it, so that no gap looks like a zero. */
export function drawGaps(series: Series, theme: Theme): string[] {
  const gaps = gapsOf(series);
  if (gaps.length === 0) return [];
  const drawn = gaps.flatMap(({ from, to }) => {
    const x = from === 0 ? left : middleOf(from - 1, series.length);
    const end = to === series.length - 1 ? right : middleOf(to + 1, series.length);
    const shade = ({ top, bottom }: { readonly top: number; readonly bottom: number }): string =>
      element('rect', { x, y: top, width: end - x, height: bottom - top, fill: `url(#${hatching})` });
    const label = {
      x: (x + end) / 2,
      y: (trend.top + trend.bottom) / 2 + 8,
      'text-anchor': 'middle',
      'font-size': text.label,
      fill: theme.faint,
      ...rim(theme),
    };
    return [shade(trend), shade(bars), ...(end - x < wordsTake ? [] : [words('text', label, 'no data')])];
  });
  return [pattern(theme), ...drawn];
}
