/** What the pre-flight found and later steps need. Undefined: it could not be read, and its item says so. */
export interface PreflightFacts {
  readonly proxies: readonly ProxyTarget[] | undefined;
  readonly customEndpoints: readonly CustomEndpoint[] | undefined;
  readonly scalableTargets: readonly ScalableTarget[] | undefined;
  readonly alarms: readonly NamedAlarm[] | undefined;
  readonly eventSubscriptions: readonly EventSubscription[] | undefined;
  readonly loginPolicies: readonly LoginPolicy[] | undefined;
  /** Selections of AWS Backup that take the cluster in by its ARN. */
  readonly backupSelections: readonly BackupSelection[] | undefined;
  /** Roles that the cluster itself uses, with the feature that each is for; '' for none. */
  readonly roles: readonly { readonly arn: string; readonly feature: string }[];
  /** The secret that RDS manages; null when the master password is not managed. */
  readonly masterSecret: MasterSecret | null | undefined;
}

/** A target group of an RDS Proxy that has the cluster, or one of its members, as its target. */
export interface ProxyTarget {
  readonly proxy: string;
  readonly targetGroup: string;
  /** What is registered: the cluster, or an instance of it. */
  readonly registered: { readonly cluster: string } | { readonly instance: string };
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
  /** What it names: the cluster, instances of it, both; of a composite alarm, what the alarms of its rule name. */
  readonly namesCluster: boolean;
  readonly instances: readonly string[];
}

export interface EventSubscription {
  readonly name: string;
  readonly sourceType: string;
  /** The cluster and its instances, as far as it names them. */
  readonly sourceIds: readonly string[];
}

/** An IAM policy that lets database users log in to the cluster by its resource id. */
export interface LoginPolicy {
  /** `role shop-app`, `policy arn:…`: whose policy it is. */
  readonly owner: string;
  readonly policy: string;
  /** The resources that name the old id. */
  readonly resources: readonly string[];
}

export interface BackupSelection {
  readonly plan: string;
  readonly selection: string;
  /** The ARN or pattern that takes the cluster in. */
  readonly resource: string;
}

export interface MasterSecret {
  readonly arn: string;
  readonly kmsKeyId: string | undefined;
  readonly rotation: boolean;
  /** ISO 8601. */
  readonly nextRotation: string | undefined;
}
