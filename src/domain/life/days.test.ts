import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { type DaysInput, daysOf, type Standing } from './days.ts';

type Event = DaysInput['transitions'][number];
const utc = (day: number, hour = 12): string => new Date(Date.UTC(2026, 10, day, hour)).toISOString();
const open = (findingId: string, over: Partial<Standing> = {}): Standing => ({
  findingId,
  open: true,
  exempt: false,
  muted: false,
  ...over,
});
const closed = (findingId: string): Standing => open(findingId, { open: false });
const of = (over: Partial<DaysInput>) =>
  daysOf({
    transitions: [],
    standing: [],
    audited: [17, 18, 19, 20, 21].map((day) => utc(day)),
    days: 5,
    zone: 'UTC',
    now: new Date(utc(21, 15)),
    ...over,
  }).map(({ day, open: count, opened, fixed }) => `${day.slice(8)}: ${count} +${opened} -${fixed}`);

describe('findings that need someone, per day', () => {
  it('is what is open now, minus what has happened since', () => {
    const transitions: Event[] = [
      { findingId: 'a', kind: 'opened', at: utc(16) },
      { findingId: 'b', kind: 'opened', at: utc(18) },
      { findingId: 'a', kind: 'fixed', at: utc(19) },
      { findingId: 'c', kind: 'opened', at: utc(19) },
      { findingId: 'a', kind: 'reopened', at: utc(20) },
      { findingId: 'c', kind: 'gone', at: utc(21) },
    ];
    const standing = [open('a'), open('b'), closed('c'), open('old')];
    expect(of({ transitions, standing })).toEqual([
      '17: 2 +0 -0',
      '18: 3 +1 -0',
      '19: 3 +1 -1',
      '20: 4 +1 -0',
      '21: 3 +0 -0',
    ]);
  });

  it('is not known of days on which nobody audited', () => {
    expect(of({ standing: [open('a')], audited: [utc(19), utc(21, 0)] })).toEqual([
      '17: null +0 -0',
      '18: null +0 -0',
      '19: 1 +0 -0',
      '20: null +0 -0',
      '21: 1 +0 -0',
    ]);
    expect(of({ audited: [], days: 1 })).toEqual(['21: null +0 -0']);
  });

  it('leaves out what is exempt or muted, for as long as it is', () => {
    const transitions: Event[] = [
      { findingId: 'a', kind: 'opened', at: utc(17), exempt: true },
      { findingId: 'a', kind: 'exempted', at: utc(17), exempt: true },
      { findingId: 'a', kind: 'exemption-ended', at: utc(18) },
      { findingId: 'a', kind: 'muted', at: utc(19) },
      { findingId: 'a', kind: 'mute-ended', at: utc(21) },
    ];
    expect(of({ transitions, standing: [open('a')] })).toEqual([
      '17: 0 +0 -0',
      '18: 1 +0 -0',
      '19: 0 +0 -0',
      '20: 0 +0 -0',
      '21: 1 +0 -0',
    ]);
    const fixed: Event[] = [{ findingId: 'e', kind: 'fixed', at: utc(20), exempt: true }];
    expect(of({ transitions: fixed, standing: [closed('e')], days: 3 })).toEqual([
      '19: 0 +0 -0',
      '20: 0 +0 -0',
      '21: 0 +0 -0',
    ]);
  });

  it('knows where the reader lives, and of summer time', () => {
    const transitions: Event[] = [{ findingId: 'a', kind: 'opened', at: '2026-11-19T23:30:00.000Z' }];
    const audited = ['2026-11-19T23:30:00.000Z'];
    const input = { transitions, audited, standing: [open('a')], days: 3 };
    expect(of(input)[0]).toBe('19: 1 +1 -0');
    expect(of({ ...input, zone: 'Europe/Berlin' })).toEqual(['19: null +0 -0', '20: 1 +1 -0', '21: null +0 -0']);
    const days = daysOf({
      ...input,
      zone: 'Europe/Berlin',
      now: new Date('2026-10-26T12:00:00Z'),
      days: 4,
      audited: [],
    });
    expect(days.map(({ day }) => day)).toEqual(['2026-10-23', '2026-10-24', '2026-10-25', '2026-10-26']);
  });

  it('says the same as counting forward, whatever happened', () => {
    const anyEvents = fc.array(
      fc.record({
        id: fc.constantFrom('a', 'b', 'c'),
        what: fc.nat({ max: 5 }),
        hours: fc.integer({ min: 0, max: 30 }),
      }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(anyEvents, fc.constantFrom('UTC', 'Asia/Kathmandu', 'America/New_York'), (steps, zone) => {
        const states = new Map(['a', 'b', 'c'].map((id) => [id, { open: false, exempt: false, muted: false }]));
        const transitions: Event[] = [];
        const perDay = new Map<string, { open: number; opened: number; fixed: number }>();
        const isOpen = (id: string) => {
          const state = states.get(id);
          return state?.open === true && !state.exempt && !state.muted;
        };
        const count = () => [...states.keys()].filter(isOpen).length;
        let time = Date.UTC(2026, 10, 1);
        const dayOf = () => DateTime.fromMillis(time, { zone }).toISODate() ?? '';
        for (const { id, what, hours } of steps) {
          const before = count();
          const day = perDay.get(dayOf()) ?? { open: before, opened: 0, fixed: 0 };
          perDay.set(dayOf(), day);
          day.open = before;
          time += hours * 3_600_000;
          const now = perDay.get(dayOf()) ?? { open: before, opened: 0, fixed: 0 };
          perDay.set(dayOf(), now);
          const state = states.get(id);
          if (state === undefined) continue;
          const at = new Date(time).toISOString();
          const tell = (kind: Event['kind'], exempt: boolean) =>
            transitions.push({ findingId: id, kind, at, ...(exempt ? { exempt: true } : {}) });
          const needed = isOpen(id);
          if (what <= 1 && !state.open) {
            const exempt = what === 1;
            Object.assign(state, { open: true, exempt });
            tell('opened', exempt);
            if (exempt) tell('exempted', true);
            if (isOpen(id)) now.opened += 1;
          } else if (what === 2 && state.open) {
            tell('fixed', state.exempt);
            if (needed) now.fixed += 1;
            Object.assign(state, { open: false, exempt: false });
          } else if (what === 3 && state.open) {
            tell('gone', state.exempt);
            Object.assign(state, { open: false, exempt: false });
          } else if (what === 4 && state.open) {
            state.exempt = !state.exempt;
            tell(state.exempt ? 'exempted' : 'exemption-ended', state.exempt);
          } else if (what === 5) {
            state.muted = !state.muted;
            tell(state.muted ? 'muted' : 'unmuted', false);
          }
          now.open = count();
        }
        const standing = [...states].map(([findingId, state]) => ({ findingId, ...state }));
        const audited = [...perDay.keys()].map((day) => DateTime.fromISO(day, { zone }).toUTC().toISO() ?? '');
        const points = daysOf({ transitions, standing, audited, days: 60, zone, now: new Date(time) });
        for (const { day, ...point } of points)
          expect({ day, ...point }).toEqual({ day, ...(perDay.get(day) ?? { open: null, opened: 0, fixed: 0 }) });
      }),
    );
  });
});
