import type { Evidence } from '../../domain/finding.ts';

/** Values of the evidence as the fixes need them; what was not read is left out, never invented. */
export const text = (evidence: Evidence, key: string): string | undefined => {
  const value = evidence[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

export const texts = (evidence: Evidence, key: string): string[] => {
  const value = evidence[key];
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];
};

/** Seconds that a repaired cluster should have; 72 hours, the maximum, unless the policy says otherwise. */
export const targetWindow = (evidence: Evidence): number =>
  typeof evidence.targetWindowSeconds === 'number' ? evidence.targetWindowSeconds : 259_200;

export interface Member {
  readonly name: string;
  readonly instanceClass: string;
}

/** Writer first: the first instance created in a restored cluster becomes its writer. */
export function membersWriterFirst(evidence: Evidence): Member[] {
  const lines = texts(evidence, 'instances');
  return [
    ...lines.filter((line) => line.endsWith(' writer')),
    ...lines.filter((line) => !line.endsWith(' writer')),
  ].flatMap((line) => {
    const [name, instanceClass] = line.split(' ');
    return name === undefined || instanceClass === undefined || !instanceClass.startsWith('db.')
      ? []
      : [{ name, instanceClass }];
  });
}

export function serverlessCapacity(evidence: Evidence): { min: number; max: number } | undefined {
  const { serverlessMinCapacity: min, serverlessMaxCapacity: max } = evidence;
  return typeof min === 'number' && typeof max === 'number' ? { min, max } : undefined;
}
