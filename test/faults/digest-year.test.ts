import { DateTime } from 'luxon';
import { afterAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../demo/slack/faults.ts';
import { instantOf } from '../../src/domain/digest/schedule.ts';
import { createYear, type Posted } from '../fakes/digest-year.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
/** Every minute of the year with AURORA_FAULT_RUNS; else those around digests and clock changes, and some between. */
const everyMinute = process.env.AURORA_FAULT_RUNS !== undefined;

/** Half hours, 45 minutes, a gap of half an hour and one of two, both sides of the date line, midnight left out. */
const zones = [
  { zone: 'Europe/Berlin', at: '02:30' },
  { zone: 'America/New_York', at: '01:30' },
  { zone: 'Asia/Kolkata', at: '09:00' },
  { zone: 'Asia/Kathmandu', at: '23:59' },
  { zone: 'Pacific/Chatham', at: '02:50' },
  { zone: 'Australia/Lord_Howe', at: '01:45' },
  { zone: 'Pacific/Apia', at: '00:00' },
  { zone: 'Antarctica/Troll', at: '01:30' },
  { zone: 'America/Santiago', at: '00:00' },
  { zone: 'America/St_Johns', at: '00:01' },
] as const;

const start = new Date('2026-01-01T00:00:00Z');
const end = start.getTime() + 365 * day;

type Place = (typeof zones)[number];

/** Minutes at which the year is looked at. */
function ticks(place: Place): number[] {
  const all = new Set<number>();
  const add = (from: number, to: number, step: number) => {
    for (let time = from; time <= to; time += step * minute) if (time >= start.getTime() && time < end) all.add(time);
  };
  add(start.getTime(), end, everyMinute ? 1 : 1_440);
  let offset = DateTime.fromMillis(start.getTime(), { zone: place.zone }).offset;
  for (let time = start.getTime(); time < end; time += day) {
    const local = DateTime.fromMillis(time, { zone: place.zone });
    const slot = instantOf(local.toISODate() ?? '', place)?.toMillis() ?? time;
    add(slot - minute, slot + 4 * minute, 1);
    if (local.offset !== offset) add(time - day, time + 3 * 60 * minute, everyMinute ? 1 : 4);
    offset = local.offset;
  }
  return [...all].sort((a, b) => a - b);
}

interface Lived {
  /** Minutes in which a worker did its round to the end. */
  readonly rounds: readonly number[];
  readonly minutes: number;
  readonly downtimes: number;
}

async function live(year: ReturnType<typeof createYear>, place: Place, random: () => number): Promise<Lived> {
  const rounds: number[] = [];
  const down = [0, 0];
  let downtimes = 0;
  await year.begin();
  for (const time of ticks(place)) {
    year.goTo(time);
    if (random() < (everyMinute ? 0.002 : 0.15)) year.happen();
    for (const [index, until] of down.entries()) {
      if (until > time) continue;
      if (await year.work()) {
        rounds.push(time);
        continue;
      }
      downtimes += 1;
      // Most are back within minutes; now and then one is away for days, and both may be.
      down[index] = time + (random() < 0.05 ? random() * 4 * day : random() * 20 * minute);
    }
  }
  return { rounds, minutes: ticks(place).length, downtimes };
}

/** What a channel was told, replayed: what has begun was not there, and what has ended was. */
async function replay(year: ReturnType<typeof createYear>, all: readonly Posted[]): Promise<Set<string>> {
  const open = new Set<string>();
  for (const { mark, content } of all) {
    const id = mark.replace(/^digest-/, '');
    for (let page = 0; ; page += 1) {
      const found = await year.digests.page(id, 'all', page);
      if (found === undefined) break;
      for (const { kind, findingId } of found.told) {
        if (kind === 'new' || kind === 'returned' || kind === 'open') {
          expect(open.has(findingId), `${mark} tells ${findingId} twice`).toBe(false);
          open.add(findingId);
        } else expect(open.has(findingId), `${mark} tells ${findingId}, which was not open`).toBe(true);
        if (kind === 'closed') open.delete(findingId);
      }
      if (page + 1 >= found.pages) break;
    }
    expect(open.size, `${mark} counts what is open`).toBe(content.counts.open);
  }
  return open;
}

/** Dates whose digest could have been sent: a worker did its round between their time and the next. */
function datesThatCould(zone: string, at: string, rounds: readonly number[]): string[] {
  const found: string[] = [];
  const first = DateTime.fromMillis(start.getTime(), { zone }).minus({ days: 1 });
  const slots = Array.from({ length: 368 }, (_, index) => {
    const date = first.plus({ days: index }).toISODate() ?? '';
    return { date, slot: instantOf(date, { at, zone })?.toMillis() };
  }).filter((each): each is { date: string; slot: number } => each.slot !== undefined);
  for (const [index, { date, slot }] of slots.entries()) {
    const next = slots[index + 1]?.slot ?? end;
    // A worker that died right after its claim keeps the date for a minute, and a lost answer is looked into for one.
    const could = rounds.filter((time) => time >= slot + 3 * minute && time < next);
    if (slot >= start.getTime() && could.length > 2) found.push(date);
  }
  return found;
}

const sums = { minutes: 0, digests: 0, late: 0, events: 0, deaths: 0 };

describe('a year of digests', () => {
  afterAll(() => {
    process.stdout.write(
      `${sums.minutes.toLocaleString('en-US')} minutes of a year in ${zones.length} zones, two workers: ${sums.digests} digests, ${sums.late} of them late, ${sums.events} events, workers died ${sums.deaths} times; none twice, none missing\n`,
    );
    expect(sums.digests).toBeGreaterThan(3_300);
    expect(sums.deaths).toBeGreaterThan(100);
  });

  it.each(zones)('at $at in $zone has each exactly once for its date, and tells every change once', async (place) => {
    const { zone, at } = place;
    const random = seededRandom(zones.indexOf(place) + 1);
    const year = createYear({ random, deaths: 0.004, lostAnswers: 0.02, databases: 12, zones: [place], start });
    const { rounds, minutes, downtimes } = await live(year, place, random);
    year.goTo(end);
    const marks = year.posted.map(({ mark }) => mark);
    expect(marks.filter((mark, index) => marks.indexOf(mark) !== index)).toEqual([]);
    const dates = year.posted.map(({ content }) => content.date);
    expect(dates).toEqual([...new Set(dates)].sort());
    expect(datesThatCould(zone, at, rounds).filter((date) => !dates.includes(date))).toEqual([]);
    for (const { at: posted, content } of year.posted) {
      const slot = instantOf(content.date, { at, zone })?.toMillis() ?? Number.POSITIVE_INFINITY;
      expect(posted).toBeGreaterThanOrEqual(slot);
      if (posted - slot > 60 * minute) sums.late += 1;
    }
    await replay(year, year.posted);
    sums.minutes += minutes;
    sums.digests += year.posted.length;
    sums.events += year.log.length;
    sums.deaths += downtimes;
  });
});
