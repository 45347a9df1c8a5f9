import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SimulatedAws, startSimulatedAws } from './aws/server.ts';
import { runAwsCommand } from './aws-command.ts';
import { sampleOrganization } from './sample-organization.ts';

let aws: SimulatedAws;
beforeAll(async () => {
  aws = await startSimulatedAws({ org: await sampleOrganization() });
});
afterAll(() => aws.close());

const orders = 'arn:aws:rds:us-east-1:222222222222:cluster:orders';
const run = (command: string) => runAwsCommand(aws, 'carol', command);

describe('the command that a card shows', () => {
  it('is carried out as the person who is signed in', async () => {
    const command = `aws rds add-tags-to-resource --region us-east-1 \\\n  --resource-name ${orders} \\\n  --tags Key=aurora-keeper-approved,Value=abc`;
    expect(await run(command)).toBe('DBA/carol has set aurora-keeper-approved on orders.');
    expect(aws.requests.writes().at(-1)).toMatchObject({
      action: 'AddTagsToResource',
      principalArn: 'arn:aws:sts::222222222222:assumed-role/DBA/carol',
      input: { ResourceName: orders, Tags: [{ Key: 'aurora-keeper-approved', Value: 'abc' }] },
    });
  });

  it.each([
    ['aws rds delete-db-cluster --db-cluster-identifier orders', /carries out one command/],
    ['rm -rf /', /carries out one command/],
    [`aws rds add-tags-to-resource --resource-name ${orders} --tags aurora-keeper-approved`, /not a tag/],
    ['aws rds add-tags-to-resource --tags Key=a,Value=b', /write it like/],
    ['aws rds add-tags-to-resource --no-such-option', /no-such-option/],
    [`aws rds add-tags-to-resource --resource-name ${orders.replace('2222', '0000')} --tags Key=a,Value=b`, /no role/],
    [`aws rds add-tags-to-resource --resource-name ${orders}-9 --tags Key=a,Value=b`, /orders-9/],
  ])('is refused when it is not: %s', async (command, why) => {
    await expect(run(command)).rejects.toThrow(why);
  });
});

describe('the role of people', () => {
  it('is nothing that a process may become', async () => {
    expect(aws.state.get('222222222222')?.roles.get('DBA')?.trusts).toEqual([]);
  });
});
