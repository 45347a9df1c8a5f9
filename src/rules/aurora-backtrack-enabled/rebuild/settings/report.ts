import { plural } from '../../../../domain/words.ts';
import type { ComparedSetting } from './compare.ts';

/** What a comparison comes to. */
export interface SettingsReport {
  /** `41 of 44 settings equal, 0 differ, 3 are different on purpose.` */
  readonly says: string;
  /** Each setting that is not equal, as a sentence; those that should be and are not come first. */
  readonly lines: readonly string[];
  readonly equal: number;
  readonly differs: number;
  readonly onPurpose: number;
}

const are = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** `source` is the name of the cluster whose settings the others should be. */
export function settingsReport(compared: readonly ComparedSetting[], source: string): SettingsReport {
  const of = (standing: ComparedSetting['standing']) => compared.filter((each) => each.standing === standing);
  const [equal, differs, onPurpose] = [of('equal'), of('differs'), of('on-purpose')];
  const line = (how: string, { what, source: was, copy }: ComparedSetting) =>
    `${how}: ${what}: ${copy} (${source}: ${was})`;
  return {
    says: `${[
      `${equal.length} of ${plural(compared.length, 'setting')} equal`,
      are(differs.length, 'differs', 'differ'),
      ...(onPurpose.length === 0 ? [] : [`${are(onPurpose.length, 'is', 'are')} different on purpose`]),
    ].join(', ')}.`,
    lines: [
      ...differs.map((each) => line('Differs', each)),
      ...onPurpose.map((each) => line('Different on purpose', each)),
    ],
    equal: equal.length,
    differs: differs.length,
    onPurpose: onPurpose.length,
  };
}
