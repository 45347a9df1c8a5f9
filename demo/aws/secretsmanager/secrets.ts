import {
  type DescribeSecretRequest,
  type DescribeSecretResponse,
  type Filter,
  InvalidNextTokenException$,
  InvalidParameterException$,
  type ListSecretsRequest,
  type ListSecretsResponse,
  ResourceNotFoundException$,
  type SecretListEntry,
} from '@aws-sdk/client-secrets-manager';
import type { AwsError } from '../errors.ts';
import { placeOf } from '../organization/place.ts';
import { managedSecret } from '../organization/surroundings/secrets.ts';
import { modelled } from '../protocol/model.ts';
import type { Call, Operation } from '../service.ts';

export const invalidParameter = (message: string): AwsError => modelled(InvalidParameterException$, message);

/** A secret by its name or ARN, one that is being deleted included. */
export const describeSecret: Operation<DescribeSecretRequest> = {
  resource: ({ SecretId = '' }, call) =>
    secretNamed(SecretId, call)?.ARN ?? `arn:aws:secretsmanager:${call.region}:${call.account.id}:secret:${SecretId}`,
  run({ SecretId = '' }, call): DescribeSecretResponse {
    const found = secretNamed(SecretId, call);
    if (!found) throw modelled(ResourceNotFoundException$, "Secrets Manager can't find the specified secret.");
    return { ...found };
  },
};

/**
 * Secrets that pass every filter, at most 100 a page; those being deleted only for those who ask for them. `all` finds
 * any word of its value at the beginning of any word of the name, the description and the tags, in any case.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecrets.html
 */
export const listSecrets: Operation<ListSecretsRequest> = {
  run(input, call): ListSecretsResponse {
    const { Filters = [], IncludePlannedDeletion = false, MaxResults: max = 100, NextToken: token } = input;
    if (!Number.isInteger(max) || max < 1 || max > 100) throw invalidParameter('MaxResults must be between 1 and 100.');
    const items = secretsOf(call).filter(
      (one) =>
        (IncludePlannedDeletion || one.DeletedDate === undefined) && Filters.every((filter) => passes(one, filter)),
    );
    const page = call.paginate({
      items,
      key: ({ ARN = '' }) => ARN,
      scope: [call.account.id, call.region, 'ListSecrets', Filters, IncludePlannedDeletion],
      token,
      max,
      refuse: () => modelled(InvalidNextTokenException$, 'Invalid NextToken.'),
    });
    return { SecretList: [...page.items], ...(page.next !== undefined && { NextToken: page.next }) };
  },
};

function passes(
  { Name = '', Description = '', Tags = [], OwningService = '' }: SecretListEntry,
  { Key, Values = [] }: Filter,
): boolean {
  const keys = Tags.map((tag) => tag.Key ?? '');
  const values = Tags.map((tag) => tag.Value ?? '');
  const begins = (texts: readonly string[]): boolean =>
    Values.some((value) => texts.some((text) => text.startsWith(value)));
  switch (Key) {
    case 'name':
      return begins([Name]);
    case 'description':
      return begins([Description]);
    case 'tag-key':
      return begins(keys);
    case 'tag-value':
      return begins(values);
    case 'owning-service':
      return begins([OwningService]);
    case 'all':
      return Values.some((value) => sharesWord(value, [Name, Description, ...keys, ...values]));
    default:
      throw invalidParameter(`The simulated AWS has no filter ${Key}.`);
  }
}

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');

function sharesWord(value: string, texts: readonly string[]): boolean {
  const words = texts.flatMap(wordsOf);
  return wordsOf(value).some((wanted) => words.some((word) => word.startsWith(wanted)));
}

/** Those described, and the ones that RDS keeps for clusters. */
function secretsOf({ holdings, account, region, now }: Call): SecretListEntry[] {
  const described = holdings.surroundings.secrets;
  const place = placeOf(account.id, region, now);
  const managed = [...holdings.clusters.values()].filter(
    ({ MasterUserSecret: secret }) => secret?.SecretArn !== undefined && !described.has(secret.SecretArn),
  );
  return [...described.values(), ...managed.map((cluster) => managedSecret(cluster, place))];
}

const secretNamed = (asked: string, call: Call): SecretListEntry | undefined =>
  secretsOf(call).find(({ ARN, Name }) => ARN === asked || Name === asked);
