import type { Json } from '../../../../domain/json.ts';

/** What the pre-flight found and later steps need. Undefined: it could not be read, and its item says so. */
export interface PreflightFacts {
  readonly proxies: readonly ProxyTarget[] | undefined;
  readonly customEndpoints: readonly CustomEndpoint[] | undefined;
  readonly scalableTargets: readonly ScalableTarget[] | undefined;
  readonly alarms: readonly NamedAlarm[] | undefined;
  readonly eventSubscriptions: readonly EventSubscription[] | undefined;
  readonly loginPolicies: readonly LoginPolicy[] | undefined;
  /** Selections of AWS Backup that match the cluster by its ARN. */
  readonly backupSelections: readonly BackupSelection[] | undefined;
  /** Roles that the cluster itself uses, with the feature that each is for; '' for none. */
  readonly roles: readonly { readonly arn: string; readonly feature: string }[] | undefined;
  /** The secret that RDS manages; null when the master password is not managed. */
  readonly masterSecret: MasterSecret | null | undefined;
}

/** A target group of an RDS Proxy that has the cluster, or one of its members, as its target. */
export interface ProxyTarget {
  readonly proxy: string;
  readonly targetGroup: string;
  /** What is registered: the cluster, or an instance of it. */
  readonly registered: { readonly cluster: string } | { readonly instance: string };
  /** ARNs of the secrets that the proxy logs in with. */
  readonly secrets: readonly string[];
}

export interface CustomEndpoint {
  readonly identifier: string;
  /** DNS name. */
  readonly address: string;
  readonly type: 'READER' | 'WRITER' | 'ANY';
  /** Identifiers of instances that alone belong to it; empty when it takes all but the excluded ones. */
  readonly staticMembers: readonly string[];
  readonly excludedMembers: readonly string[];
}

/** Aurora Auto Scaling: the number of readers of `cluster:<name>`. */
export interface ScalableTarget {
  readonly resourceId: string;
  readonly dimension: string;
  readonly minCapacity: number;
  readonly maxCapacity: number;
  readonly roleArn: string | undefined;
  /** Names of its policies and scheduled actions. */
  readonly policies: readonly string[];
  readonly schedules: readonly string[];
}

export interface NamedAlarm {
  readonly name: string;
  readonly kind: 'metric' | 'composite';
  /** By its identifier. A composite alarm names what the alarms of its rule name. */
  readonly namesCluster: boolean;
  /** Instances that it names by identifier, or by a resource id that no other instance will ever have. */
  readonly instances: readonly string[];
  /** Names `cluster-ABC…`, which no other cluster will ever have. */
  readonly namesResourceId: boolean;
}

export interface EventSubscription {
  readonly name: string;
  readonly sourceType: string;
  /** The cluster and its instances, as far as it names them. */
  readonly sourceIds: readonly string[];
}

/** An IAM policy that allows or denies logging in to the cluster by its resource id. */
export interface LoginPolicy {
  readonly owner:
    | { readonly kind: 'managed-policy'; readonly arn: string }
    | { readonly kind: 'role' | 'user' | 'group'; readonly name: string };
  /** Name of the policy. */
  readonly policy: string;
  /** The policy as it is now. */
  readonly document: Json;
  /** What in it names the old id. */
  readonly resources: readonly string[];
}

export interface BackupSelection {
  readonly plan: string;
  readonly selection: string;
  /** The ARN or pattern that is about the cluster. */
  readonly resource: string;
  /** Whether the selection takes in what it matches, or leaves it out. */
  readonly takesIn: boolean;
}

export interface MasterSecret {
  readonly arn: string;
  readonly kmsKeyId: string | undefined;
  readonly rotation: boolean;
  /** ISO 8601. */
  readonly nextRotation: string | undefined;
}
