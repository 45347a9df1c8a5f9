import { parseArgs } from 'node:util';
import { OrganizationError } from './organization/load.ts';
import { type SimulatedAws, startSimulatedAws } from './server.ts';

const USAGE = 'usage: tsx demo/aws/main.ts ORG.yaml [--port N]';

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { port: { type: 'string' } } });
  const [org, ...rest] = positionals;
  const port = Number(values.port ?? 0);
  if (org === undefined || rest.length > 0 || !Number.isInteger(port)) throw new Error(USAGE);
  const aws = await startSimulatedAws({ org, port });
  stopOnSignal(aws);
  const exports = Object.entries(aws.environment).map(([name, value]) => `export ${name}='${value}'`);
  process.stdout.write(`${exports.join('\n')}\n`);
}

function stopOnSignal(aws: SimulatedAws): void {
  const stop = (): void => {
    aws.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
}

main().catch((error: unknown) => {
  const expected = error instanceof OrganizationError || error instanceof Error;
  process.stderr.write(`${expected ? error.message : String(error)}\n`);
  process.exit(1);
});
