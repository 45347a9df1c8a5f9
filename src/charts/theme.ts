/** Colours of a chart, as SVG takes them. Meaning never hangs on a colour alone: what is new points up, what is fixed down. */
export interface Theme {
  readonly background: string;
  readonly ink: string;
  readonly faint: string;
  readonly grid: string;
  readonly open: string;
  readonly opened: string;
  readonly fixed: string;
  readonly fontFamily: string;
}

export const font = 'DejaVu Sans';

/**
 * For a picture that stands on whatever the reader's theme has behind it, so it brings its own ground. Open, new and
 * fixed are from the palette of Okabe and Ito, told apart by people who see few colours: https://jfly.uni-koeln.de/color/
 */
export const opaque: Theme = {
  background: '#ffffff',
  ink: '#1d1c1d',
  faint: '#5c5f66',
  grid: '#dfe1e6',
  open: '#0f2f57',
  opened: '#c44e00',
  fixed: '#0072b2',
  fontFamily: font,
};

/** For an SVG inside a page, which sets these custom properties in its light and in its dark colours. */
export const inherited: Theme = {
  background: 'var(--surface)',
  ink: 'var(--ink)',
  faint: 'var(--faint)',
  grid: 'var(--line)',
  open: 'var(--chart-open)',
  opened: 'var(--chart-new)',
  fixed: 'var(--chart-fixed)',
  fontFamily: 'inherit',
};

/** Around words in the colour of the ground, so that they can be read where they cross a line. */
export const rim = ({ background }: Theme) => ({ stroke: background, 'stroke-width': 6, 'paint-order': 'stroke' });
