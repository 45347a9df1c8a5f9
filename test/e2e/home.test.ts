import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ids } from '../../demo/slack/workspace.ts';
import { type RepairWorld, startRepairs } from '../helpers/repair-world.ts';
import { aurora, until } from '../helpers/slack.ts';

const { alice, bob, guest } = ids;

describe('App Home', { timeout: 120_000 }, () => {
  let world: RepairWorld;
  const slack = () => world.slack.slack;
  const home = (user: string): string => {
    const view = slack().home(user);
    return view === undefined ? '' : slack().read(view, user);
  };
  const shows = (user: string, what: RegExp) =>
    until(`the Home of ${user} shows ${what}`, () => what.test(home(user)), 60_000).then(() => home(user));

  beforeAll(async () => {
    world = await startRepairs('in-process');
  }, 90_000);
  afterAll(() => world?.close());

  it('is drawn when somebody opens it, with the accounts in numbers', async () => {
    await slack().openHome(alice);
    const text = await shows(alice, /Accounts/);
    expect(text).toMatch(/payments-prod · \d+ need someone/);
    expect(text).toMatch(/\d+ of \d+ targets scanned/);
    expect(text).not.toContain('First steps');
    expect(home(bob)).toBe('');
  });

  it('shows a request to whoever may approve it, and to whoever asked, and lets the first decide in place', async () => {
    await slack().openHome(bob);
    await slack().openHome(guest);
    await world.ask('ledger');
    expect(await shows(bob, /1 approval waits for you/)).toMatch(
      /Waiting for you[\s\S]*ledger[\s\S]*\[Review & approve]/,
    );
    expect(await shows(alice, /You asked for/)).toMatch(/You asked for[\s\S]*ledger/);
    expect(home(guest)).not.toContain('ledger');
    await slack().clickInHome(bob, { text: 'Review & approve' });
    await world.modal(bob, /You may approve/);
    expect((await slack().submitView(bob)).ok).toBe(true);
    await until('the fix is done', () => /Nothing waits for you|No database|No failures/.test(home(bob)), 60_000);
    await until('nothing runs any more', () => !/Running now/.test(home(alice)), 60_000);
    expect(home(alice)).not.toContain('You asked for');
  });

  it('answers a press that came too late in a window, for a view takes no message', async () => {
    await world.ask('misspelled');
    await shows(bob, /misspelled/);
    await world.endWorker('stop');
    await slack().clickInHome(bob, { text: 'Reject' });
    await world.modal(bob, /sees your reason/);
    await slack().submitView(bob, { reason: 'no' });
    await slack().closeView(bob);
    await slack().clickInHome(bob, { text: 'Reject' });
    expect(await world.modal(bob, /Rejected/)).toContain('Rejected by');
    await slack().closeView(bob);
    await world.insistOnWorker();
    await until('the card has gone from it', () => !home(bob).includes('misspelled'), 60_000);
  });

  it('starts an audit whose report comes as a direct message', async () => {
    await slack().clickInHome(alice, { text: 'Audit everything now' });
    expect(await world.modal(alice, /Auditing/)).toContain('direct message');
    await slack().closeView(alice);
    await until('the report is there', () => world.direct(alice).some((text) => /targets? scanned/.test(text)), 60_000);
  });

  it('says that everything is paused', async () => {
    await aurora(world, 'pause a change freeze', bob);
    await shows(alice, /Paused by/);
    await aurora(world, 'resume', bob);
  });
});
