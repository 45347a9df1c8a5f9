import type {
  DescribeScalableTargetsRequest,
  DescribeScalableTargetsResponse,
  DescribeScalingPoliciesRequest,
  DescribeScalingPoliciesResponse,
  DescribeScheduledActionsRequest,
  DescribeScheduledActionsResponse,
} from '@aws-sdk/client-application-auto-scaling';
import { AwsError } from '../errors.ts';
import type { Page } from '../pages.ts';
import type { Call, Operation } from '../service.ts';

export const validation = (message: string): AwsError => new AwsError('ValidationException', message);

/** Targets that are registered; asking for one that is not is no error. */
export const describeScalableTargets: Operation<DescribeScalableTargetsRequest> = {
  run(input, call): DescribeScalableTargetsResponse {
    const { ResourceIds } = input;
    const items = call.holdings.surroundings.scaling.targets.filter(
      (one) => fits(one, input) && (ResourceIds === undefined || ResourceIds.includes(one.ResourceId ?? '')),
    );
    const { items: ScalableTargets, next } = paged(
      'DescribeScalableTargets',
      items,
      input,
      call,
      (one) => one.ResourceId,
    );
    return { ScalableTargets: [...ScalableTargets], ...(next !== undefined && { NextToken: next }) };
  },
};

export const describeScalingPolicies: Operation<DescribeScalingPoliciesRequest> = {
  run(input, call): DescribeScalingPoliciesResponse {
    const { ResourceId, PolicyNames } = input;
    const items = call.holdings.surroundings.scaling.policies.filter(
      (one) =>
        fits(one, input) &&
        (ResourceId === undefined || one.ResourceId === ResourceId) &&
        (PolicyNames === undefined || PolicyNames.includes(one.PolicyName ?? '')),
    );
    const { items: found, next } = paged('DescribeScalingPolicies', items, input, call, (one) => one.PolicyARN);
    return { ScalingPolicies: [...found], ...(next !== undefined && { NextToken: next }) };
  },
};

export const describeScheduledActions: Operation<DescribeScheduledActionsRequest> = {
  run(input, call): DescribeScheduledActionsResponse {
    const { ResourceId, ScheduledActionNames: names } = input;
    const items = call.holdings.surroundings.scaling.schedules.filter(
      (one) =>
        fits(one, input) &&
        (ResourceId === undefined || one.ResourceId === ResourceId) &&
        (names === undefined || names.includes(one.ScheduledActionName ?? '')),
    );
    const { items: found, next } = paged(
      'DescribeScheduledActions',
      items,
      input,
      call,
      (one) => one.ScheduledActionARN,
    );
    return { ScheduledActions: [...found], ...(next !== undefined && { NextToken: next }) };
  },
};

interface Kind {
  readonly ServiceNamespace?: string | undefined;
  readonly ScalableDimension?: string | undefined;
}

const fits = (one: Kind, { ServiceNamespace, ScalableDimension }: Kind): boolean =>
  one.ServiceNamespace === ServiceNamespace &&
  (ScalableDimension === undefined || one.ScalableDimension === ScalableDimension);

interface Paged {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

/** Up to 50 a page. https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalableTargets.html */
function paged<Item>(
  action: string,
  items: readonly Item[],
  { MaxResults: max = 50, NextToken: token, ...rest }: Paged,
  call: Call,
  key: (item: Item) => string | undefined,
): Page<Item> {
  if (!Number.isInteger(max) || max < 1 || max > 50) throw validation(`Value '${max}' at 'maxResults' is invalid`);
  return call.paginate({
    items,
    key: (item) => key(item) ?? '',
    scope: [call.account.id, call.region, action, rest],
    token,
    max,
    refuse: () => new AwsError('InvalidNextTokenException', 'Invalid next token.'),
  });
}
