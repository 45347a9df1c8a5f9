import type { Change } from '../../domain/remediation/plan.ts';
import { shortSafe } from './mrkdwn.ts';

const valueText = (value: string | null): string => (value === null ? 'none' : shortSafe(value, 200));

/** `Backtrack window: 12 h → *72 h*`. */
export const changeText = ({ what, before, after }: Change): string =>
  `${shortSafe(what, 120)}: ${valueText(before)} → ${after === null ? 'none' : `*${valueText(after)}*`}`;
