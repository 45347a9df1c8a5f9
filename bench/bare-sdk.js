// A process that does nothing but make the AWS calls listed in a file, with the bare SDK: what an audit is measured against.
import { readFileSync } from 'node:fs';
import * as backup from '@aws-sdk/client-backup';
import * as rds from '@aws-sdk/client-rds';
import * as sts from '@aws-sdk/client-sts';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import pLimit from 'p-limit';

const { roles, targets, concurrency } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const requestHandler = new NodeHttpHandler({ httpAgent: { keepAlive: true, maxSockets: 200 } });

const sessions = new Map(
  roles.map(({ accountId, region, input }) => [
    accountId,
    new sts.STSClient({ region, requestHandler }).send(new sts.AssumeRoleCommand(input)),
  ]),
);

const make = { rds: [rds.RDSClient, rds], backup: [backup.BackupClient, backup] };
const limit = pLimit(concurrency);
let bytes = 0;
await Promise.all(
  targets.map(({ accountId, region, calls }) =>
    limit(async () => {
      const { Credentials } = await sessions.get(accountId);
      const credentials = {
        accessKeyId: Credentials.AccessKeyId,
        secretAccessKey: Credentials.SecretAccessKey,
        sessionToken: Credentials.SessionToken,
      };
      const clients = new Map();
      for (const { service, action, input } of calls) {
        const [Client, commands] = make[service];
        if (!clients.has(service)) clients.set(service, new Client({ region, credentials, requestHandler }));
        const answer = await clients.get(service).send(new commands[`${action}Command`](input));
        bytes += JSON.stringify(answer).length;
      }
    }),
  ),
);
requestHandler.destroy();
process.stdout.write(`${bytes}\n`);
