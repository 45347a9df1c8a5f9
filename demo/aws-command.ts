import { parseArgs } from 'node:util';
import { AddTagsToResourceCommand, RDSClient } from '@aws-sdk/client-rds';
import { parseArgsStringToArgv } from 'string-argv';
import type { SimulatedAws } from './aws/server.ts';

/** The role as which the people of the demo are signed in to the simulated accounts. */
export const personRole = 'DBA';

const known = 'aws rds add-tags-to-resource --region … --resource-name … --tags Key=…,Value=…';

interface Tagging {
  readonly region: string;
  readonly arn: string;
  readonly tags: readonly { readonly Key: string; readonly Value: string }[];
}

/** What the AWS CLI would make of it; throws for every other command. */
function taggingIn(command: string): Tagging {
  const [aws, service, operation, ...rest] = parseArgsStringToArgv(command.replaceAll(/\\\r?\n/g, ' '));
  if (aws !== 'aws' || service !== 'rds' || operation !== 'add-tags-to-resource')
    throw new Error(`the demo carries out one command of the AWS CLI: ${known}`);
  const { values } = parseArgs({
    args: rest,
    options: {
      region: { type: 'string', default: 'us-east-1' },
      'resource-name': { type: 'string', default: '' },
      tags: { type: 'string', multiple: true, default: [] },
    },
  });
  const tags = values.tags.map((tag) => {
    const { key = '', value = '' } = /^Key=(?<key>[^,]+),Value=(?<value>.*)$/.exec(tag)?.groups ?? {};
    if (key === '') throw new Error(`not a tag: ${tag}; write Key=…,Value=…`);
    return { Key: key, Value: value };
  });
  if (values['resource-name'] === '' || tags.length === 0) throw new Error(`write it like ${known}`);
  return { region: values.region, arn: values['resource-name'], tags };
}

/** Carries out the command that a card shows, over the wire, as a person who is signed in to AWS. Answers what became of it. */
export async function runAwsCommand(aws: SimulatedAws, person: string, command: string): Promise<string> {
  const { region, arn, tags } = taggingIn(command);
  const credentials = aws.control.signIn({ accountId: arn.split(':')[4] ?? '', role: personRole, person });
  const client = new RDSClient({
    region,
    endpoint: aws.url,
    credentials: { ...credentials, sessionToken: credentials.sessionToken ?? '' },
  });
  try {
    await client.send(new AddTagsToResourceCommand({ ResourceName: arn, Tags: [...tags] }));
    return `${personRole}/${person} has set ${tags.map(({ Key }) => Key).join(', ')} on ${arn.split(':').at(-1)}.`;
  } finally {
    client.destroy();
  }
}
