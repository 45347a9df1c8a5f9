import { acknowledge, checkOfSource, clear, type Decision } from '../check.ts';
import type { Subject } from '../subject.ts';

/** Its callers name the cluster's ARN: https://docs.aws.amazon.com/rdsdataservice/latest/APIReference/API_ExecuteStatement.html */
export function decideDataApi({ source, name, names, way }: Subject): Decision {
  if (source.cluster.HttpEndpointEnabled !== true) return clear(`Off for ${name}.`);
  if (way === 'keep-name')
    return clear('On. Its callers name the ARN, which the new cluster takes over with the name.');
  return acknowledge(
    `On. Its callers and their IAM policies name the ARN of ${name}: give them that of ${names.restored} before opening for writes.`,
  );
}

export const dataApi = checkOfSource({ id: 'data-api', what: 'RDS Data API', decide: decideDataApi });
