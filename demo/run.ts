import { Command, InvalidArgumentError } from 'commander';
import { playStory } from './story/play.ts';
import { perform } from './terminal/perform.ts';
import { readLines } from './terminal/read-lines.ts';
import { listenForLines } from './terminal/server.ts';
import { postWelcome } from './welcome.ts';
import { type DemoWorld, startDemoWorld } from './world.ts';

interface DemoOptions {
  readonly port: number;
  readonly script?: boolean;
  readonly verbose?: boolean;
}

const print = (text: string): void => void process.stdout.write(text);

function port(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0 && value < 65_536) return value;
  throw new InvalidArgumentError('write a port, 1 to 65535.');
}

/** Where, whom to be, what is not real; and what has to be done outside Slack. `readyMs` is how long it has taken. */
function announce({ slack, realRedis }: DemoWorld, readyMs: number): void {
  print(`
Open ${slack.uiUrl} in a browser: #databases is the channel to be in.
Be Alice and type /aurora audit, then review a fix. Bob or Carol may approve it: choose them under "Act as", at the top right.
Slack, the seven AWS accounts and their databases are simulated on this machine; ${realRedis ? 'Redis and ' : ''}Aurora Keeper${realRedis ? ' are' : ' is'} real. Time in AWS passes 60 times faster. Ready after ${(readyMs / 1_000).toFixed(1)} s; Ctrl-C ends it.

Here you are the team of the shop, and Carol, signed in to AWS. When a cut-over of orders waits for the applications, type
  stop     they end their sessions, and the clock runs faster until you type start
Before it is started, paste the aws command that its card shows. From another terminal: npm run demo:tell -- stop

`);
}

/** What is typed here, or told from another terminal, until the demo ends. */
async function takeLines(world: DemoWorld): Promise<void> {
  const close = readLines(process.stdin, (line) => void perform(world, line).then((said) => print(`${said}\n`)));
  const stopListening = await listenForLines((line) => perform(world, line));
  ended = async () => {
    close();
    await stopListening();
  };
}
let ended = async (): Promise<void> => {};

const options = new Command('demo')
  .description('Aurora Keeper with a Slack and an AWS of its own, on this machine.')
  .option('--script', 'play the story without a browser, print it, and end')
  .option('--port <n>', 'port of the Slack that people see', port, 3000)
  .option('--verbose', 'print the log of Aurora Keeper too')
  .parse()
  .opts<DemoOptions>();

const starting = startDemoWorld({
  past: true,
  ...(options.script ? { pace: 40, compression: 150 } : { uiPort: options.port }),
  ...(options.verbose ? { onLine: (line) => process.stderr.write(`${line}\n`) } : {}),
});

let ending = false;
async function end(code: number): Promise<void> {
  if (ending) return;
  ending = true;
  const world = await starting.catch(() => undefined);
  await ended();
  await world?.close().catch(() => {});
  process.exit(code);
}
for (const [signal, number] of Object.entries({ SIGINT: 2, SIGTERM: 15, SIGHUP: 1 }))
  process.on(signal, () => void end(options.script ? 128 + number : 0));

try {
  const world = await starting;
  await postWelcome(world);
  if (options.script) {
    await playStory(world, print);
    await end(0);
  } else {
    await takeLines(world);
    announce(world, performance.now());
  }
} catch (error) {
  if (!ending) process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  await end(1);
}
