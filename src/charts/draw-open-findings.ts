import { createRequire } from 'node:module';
import { type DrawOpenFindings, type Series, seriesInWords } from '../domain/series.ts';
import { openFindingsSvg } from './open-findings-svg.ts';
import { font, inherited, opaque } from './theme.ts';

/** Twice the chart's own width, for screens with small pixels. */
const pixels = 1_440;

const fontFile = (name: string): string => createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`);

/**
 * The picture for Slack: 1,440 pixels wide, 40 to 100 KB. The rasteriser is loaded at the first one and works outside the
 * event loop. Throws where there is none for the platform: whoever asks should go on without the picture.
 */
export const drawOpenFindings: DrawOpenFindings = async (series: Series) => {
  const { renderAsync } = await import('@resvg/resvg-js');
  const image = await renderAsync(openFindingsSvg(series, opaque), {
    fitTo: { mode: 'width', value: pixels },
    font: {
      loadSystemFonts: false,
      fontFiles: [fontFile('DejaVuSans'), fontFile('DejaVuSans-Bold')],
      defaultFontFamily: font,
    },
  });
  return {
    png: image.asPng(),
    svg: openFindingsSvg(series, inherited),
    alt: `Open findings per day: ${seriesInWords(series)}.`,
  };
};
