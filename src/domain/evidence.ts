import type { EvidenceValue } from './finding.ts';
import { listed } from './words.ts';

/** How a medium writes what was read. */
export interface Wording {
  readonly text: (text: string) => string;
  /** Of an ISO 8601 time. */
  readonly time: (iso: string) => string;
  /** Of a longer list only so many, and how many more there are. */
  readonly listed: number;
}

const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

const acronyms = /\b(kms|arn|id)\b/g;

const numbers = new Intl.NumberFormat('en-US');

interface Label {
  readonly label: string;
  readonly unit: string | undefined;
}

/** Rules have few names, and reports ten thousand findings. */
const labels = new Map<string, Label>();

function labelOf(name: string): Label {
  const known = labels.get(name);
  if (known !== undefined) return known;
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(acronyms, (word) => word.toUpperCase());
  const unit = /\b(seconds|days|hours|minutes)$/.exec(words)?.[1];
  const text = unit === undefined ? words : words.slice(0, -unit.length).trim();
  const label = { label: `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`, unit };
  labels.set(name, label);
  return label;
}

/** `backtrackWindowSeconds: 86400` → `Backtrack window`, `86,400 seconds (24 h)`. The label is plain text. */
export function evidenceInWords(
  [name, value]: readonly [string, EvidenceValue],
  wording: Wording,
): { readonly label: string; readonly text: string } {
  const { label, unit } = labelOf(name);
  return { label, text: typeof value === 'number' ? quantity(value, unit) : written(value, wording) };
}

/** Only what has a unit is a quantity: a port has no thousands. */
function quantity(value: number, unit: string | undefined): string {
  if (unit === undefined) return String(value);
  const hours = unit === 'seconds' && value >= 3600 && value % 3600 === 0 ? ` (${value / 3600} h)` : '';
  return `${numbers.format(value)} ${unit}${hours}`;
}

function written(value: EvidenceValue, wording: Wording): string {
  if (value === null) return 'not set';
  if (Array.isArray(value))
    return value.length === 0
      ? 'none'
      : listed(
          value.map((each) => written(each, wording)),
          wording.listed,
        );
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const text = String(value);
  return isoTime.test(text) ? wording.time(text) : wording.text(text);
}
