// Loaded by each process of Aurora Keeper in the demo before anything else. A worker's clock is then the one in the file
// that DEMO_CLOCK names, which may run faster than real time (demo-clock.ts). Timers and Redis's expiries do not.
import { readFileSync } from 'node:fs';

const lookMs = 50;
const RealDate = Date;
const realNow = RealDate.now.bind(RealDate);
let clock = { at: realNow(), shows: realNow(), pace: 1 };

function look() {
  try {
    clock = JSON.parse(readFileSync(process.env.DEMO_CLOCK, 'utf8'));
  } catch {
    // It goes on as before.
  }
}
const now = () => Math.floor(clock.shows + (realNow() - clock.at) * clock.pace);

function takeOver() {
  globalThis.Date = new Proxy(RealDate, {
    construct: (real, given, asked) => Reflect.construct(real, given.length === 0 ? [now()] : given, asked),
    apply: () => new RealDate(now()).toString(),
    get: (real, name) => (name === 'now' ? now : Reflect.get(real, name)),
  });
  RealDate.prototype.constructor = globalThis.Date;
}

async function takeOverRedis() {
  const [{ Redis }, { Worker }] = await Promise.all([import('ioredis'), import('bullmq')]);
  // Runs go by Redis's clock, which all workers share.
  Redis.prototype.time = async () => [String(Math.floor(now() / 1_000)), String((now() % 1_000) * 1_000)];
  // How many seconds BullMQ waits in Redis for the job that is due next; negative when it is due.
  const { getBlockTimeout } = Worker.prototype;
  Worker.prototype.getBlockTimeout = function scaled(until) {
    const seconds = getBlockTimeout.call(this, until);
    return until && seconds > 0 ? Math.max(this.minimumBlockTimeout, seconds / clock.pace) : seconds;
  };
}

// The bot's connection to Slack is measured by its clock, and would be taken for dead.
if (process.env.AURORA_ROLE === 'worker') {
  look();
  setInterval(look, lookMs).unref();
  takeOver();
  await takeOverRedis();
}
