import { DescribeEventsCommand, type DescribeEventsCommandInput, paginateDescribeEvents } from '@aws-sdk/client-rds';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Clients, failureOf, smallOrg, startTestAws, type TestAws } from '../test-kit.ts';

let aws: TestAws;
let clients: Clients;
const FORTNIGHT = 20_160;
beforeAll(async () => {
  const many = Array.from({ length: 60 }, () => ({ when: '3d ago', source: 'ledger-1', id: 'RDS-EVENT-0006' }));
  const org = smallOrg({
    clusters: [{ name: 'ledger' }, { name: 'newborn', created: '2d ago' }],
    events: [
      { when: '20m ago', source: 'ledger-1', id: 'RDS-EVENT-0132' },
      { when: '30h ago', source: 'ledger-1', id: 'RDS-EVENT-0131' },
      { when: '15d ago', source: 'ledger-1', id: 'RDS-EVENT-0131' },
      {
        when: '10m ago',
        source: 'ledger',
        type: 'db-cluster',
        message: 'Database cluster failover',
        categories: ['failover'],
      },
      ...many,
    ],
  });
  aws = await startTestAws({ org });
  clients = await aws.audit('111111111111');
});
afterAll(() => aws.close());

async function events(input: DescribeEventsCommandInput = {}) {
  const { Events } = await clients.rds.send(new DescribeEventsCommand(input));
  return Events ?? [];
}

describe('DescribeEvents', () => {
  it('tells of the last 60 minutes, the oldest first, without the number of the event', async () => {
    expect(await events()).toEqual([
      {
        SourceIdentifier: 'ledger-1',
        SourceType: 'db-instance',
        Message: 'The actual Backtrack window is the same as the target Backtrack window.',
        EventCategories: ['backtrack'],
        Date: expect.any(Date),
        SourceArn: 'arn:aws:rds:us-east-1:111111111111:db:ledger-1',
      },
      expect.objectContaining({ SourceType: 'db-cluster', Message: 'Database cluster failover' }),
    ]);
  });

  it('goes back 14 days and not further', async () => {
    const input = { SourceType: 'db-instance' as const, EventCategories: ['backtrack'], Duration: FORTNIGHT };
    expect((await events(input)).map(({ Message }) => Message?.slice(0, 40))).toEqual([
      'The actual Backtrack window is smaller t',
      'The actual Backtrack window is the same ',
    ]);
    expect(await events({ ...input, StartTime: new Date(0), EndTime: new Date() })).toHaveLength(2);
  });

  it('finds events of one source and between two times', async () => {
    const cluster = { SourceIdentifier: 'newborn', SourceType: 'db-cluster' } as const;
    expect((await events({ ...cluster, Duration: FORTNIGHT })).map(({ Message }) => Message)).toEqual([
      'DB cluster created.',
    ]);
    const from = Date.now() - 31.5 * 3_600_000;
    expect(await events({ StartTime: new Date(from), EndTime: new Date(from + 7_200_000) })).toHaveLength(1);
    expect(await events({ StartTime: new Date(from) })).toEqual([]);
    expect(await events({ StartTime: new Date(from), Duration: 120 })).toHaveLength(1);
  });

  it('pages', async () => {
    const sizes: number[] = [];
    const pages = paginateDescribeEvents({ client: clients.rds, pageSize: 20 }, { Duration: FORTNIGHT });
    for await (const { Events } of pages) sizes.push(Events?.length ?? -1);
    expect(sizes).toEqual([20, 20, 20, 5]);
  });

  it.each<[string, string, DescribeEventsCommandInput]>([
    ['a source without its type', 'InvalidParameterCombination', { SourceIdentifier: 'ledger' }],
    ['a type that is none', 'InvalidParameterValue', { SourceType: 'cluster' as 'db-cluster' }],
    ['more than 14 days', 'InvalidParameterValue', { Duration: FORTNIGHT + 1 }],
    ['filters', 'InvalidParameterValue', { Filters: [{ Name: 'x', Values: ['y'] }] }],
    ['times the wrong way round', 'InvalidParameterCombination', { StartTime: new Date(2e9), EndTime: new Date(1e9) }],
  ])('refuses %s with %s', async (_case, name, input) => {
    expect(await failureOf(events(input))).toMatchObject({ name, Code: name });
  });
});
