import type { Tag } from '@aws-sdk/client-rds';
import { invalidParameterValue } from '../errors.ts';
import { placeOf, resourceId } from '../organization/place.ts';
import type { Told } from '../request-context.ts';
import type { Call } from '../service.ts';

const IDENTIFIER = /^[a-z](?!.*--)[a-z0-9-]{0,62}(?<!-)$/i;

/** The identifier for a new resource, in lower case. Throws `InvalidParameterValue` for what cannot be one. */
export function newIdentifier(parameter: string, text: string): string {
  if (IDENTIFIER.test(text)) return text.toLowerCase();
  throw invalidParameterValue(
    `The parameter ${parameter} is not a valid identifier. Identifiers must begin with a letter; must contain only ` +
      'ASCII letters, digits, and hyphens; must not end with a hyphen or contain two consecutive hyphens; and must ' +
      'not be longer than 63 characters.',
  );
}

/** What IAM is told of the tags in a request. */
export function toldTags({ Tags = [] }: { readonly Tags?: readonly Tag[] | undefined }): Told {
  if (Tags.length === 0) return {};
  return { requestTags: Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value])) };
}

/**
 * Tags in a request that creates something also need `rds:AddTagsToResource` on it.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_Tagging.html
 */
export function authoriseTags(arn: string, input: { readonly Tags?: readonly Tag[] | undefined }, call: Call): void {
  if (input.Tags?.length) call.authorise('rds:AddTagsToResource', arn, toldTags(input));
}

/** A resource id that nothing had before, also when its name was used before. */
export function freshResourceId(prefix: string, name: string, call: Call): string {
  const { lifecycle } = call.holdings;
  lifecycle.made += 1;
  const place = placeOf(call.account.id, call.region, call.now);
  return resourceId(prefix, place, name, String(lifecycle.made), call.now.toISOString());
}

/** Throws for members of an input that the simulator would ignore: better refused than ignored. */
export function refuseOthers(input: object, known: readonly string[], action: string): void {
  const other = Object.keys(input).find((member) => !known.includes(member));
  if (other) throw invalidParameterValue(`The simulated AWS does not take ${other} in ${action}`);
}
