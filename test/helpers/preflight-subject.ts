import type { DBCluster, DBInstance } from '@aws-sdk/client-rds';
import {
  type CutoverNames,
  cutoverNames,
  type Way,
} from '../../src/rules/aurora-backtrack-enabled/rebuild/preflight/names.ts';
import { type Subject, subjectOf } from '../../src/rules/aurora-backtrack-enabled/rebuild/preflight/subject.ts';

export const account = '111111111111';
export const now = new Date('2026-11-21T09:00:00Z');
const rds = `arn:aws:rds:us-east-1:${account}`;
export const clusterArn = (name: string): string => `${rds}:cluster:${name}`;
export const resourceId = 'cluster-ABCDEFGHIJKLMNOPQRSTUVWXYZ';

export interface SubjectInput {
  readonly name?: string;
  /** How many instances; the first is the writer. */
  readonly instances?: number;
  readonly cluster?: Partial<DBCluster>;
  /** Of each instance. */
  readonly instance?: Partial<DBInstance>;
  /** Of single instances, by their number from 1. */
  readonly only?: Readonly<Record<number, Partial<DBInstance>>>;
  readonly way?: Way;
  readonly names?: CutoverNames;
}

/** A healthy cluster `orders` of two instances, with what a test makes of it. */
export function subject({
  name = 'orders',
  instances = 2,
  cluster = {},
  instance = {},
  only = {},
  way = 'keep-name',
  names,
}: SubjectInput = {}): Subject {
  const members = Array.from({ length: instances }, (_, index): DBInstance => {
    const id = `${name}-${index + 1}`;
    return {
      DBInstanceIdentifier: id,
      DBInstanceArn: `${rds}:db:${id}`,
      DbiResourceId: `db-${index + 1}ABCDEFGHIJKLMNOP`,
      DBInstanceStatus: 'available',
      DBInstanceClass: 'db.r6g.large',
      AvailabilityZone: 'us-east-1a',
      DBParameterGroups: [{ DBParameterGroupName: 'default.aurora-mysql8.0', ParameterApplyStatus: 'in-sync' }],
      Endpoint: { Address: `${id}.abc.us-east-1.rds.amazonaws.com` },
      ...instance,
      ...only[index + 1],
    };
  });
  const source = {
    cluster: {
      DBClusterIdentifier: name,
      DBClusterArn: clusterArn(name),
      DbClusterResourceId: resourceId,
      Status: 'available',
      DBClusterParameterGroup: 'default.aurora-mysql8.0',
      DBSubnetGroup: 'private',
      StorageEncrypted: false,
      Endpoint: `${name}.cluster-abc.us-east-1.rds.amazonaws.com`,
      ReaderEndpoint: `${name}.cluster-ro-abc.us-east-1.rds.amazonaws.com`,
      DBClusterMembers: members.map(({ DBInstanceIdentifier }, index) => ({
        ...(DBInstanceIdentifier !== undefined && { DBInstanceIdentifier }),
        IsClusterWriter: index === 0,
        DBClusterParameterGroupStatus: 'in-sync',
      })),
      ...cluster,
    },
    members,
  };
  return subjectOf(source, way, names ?? cutoverNames(source, way, now), now);
}
