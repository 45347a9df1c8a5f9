import { partitionOf } from './regions.ts';

/** One account in one Region: the unit of scanning. */
export interface Target {
  readonly accountId: string;
  readonly accountName: string;
  readonly region: string;
}

/** `111111111111/eu-west-1`; stable, used in keys and job ids. */
export const targetKey = (target: Pick<Target, 'accountId' | 'region'>): string =>
  `${target.accountId}/${target.region}`;

/** The ARN that stands for everything RDS in a target; findings about the target itself carry it. */
export const targetArn = (target: Target): string =>
  `arn:${partitionOf(target.region)}:rds:${target.region}:${target.accountId}:*`;

export const describeTarget = (target: Target): string => `${target.accountName} · ${target.region}`;
