import { type Picture, type Series, seriesInWords } from '../domain/series.ts';
import { openFindingsSvg } from './open-findings-svg.ts';
import { inherited } from './theme.ts';

/** The picture for a page, in the page's own colours, with its numbers in words; needs no rasteriser. Days are in UTC. */
export const pagePicture = (series: Series): Pick<Picture, 'svg' | 'alt'> => ({
  svg: openFindingsSvg(series, inherited),
  alt: `Open findings per day (UTC): ${seriesInWords(series)}.`,
});
