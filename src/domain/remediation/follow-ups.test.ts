import { describe, expect, it } from 'vitest';
import { followUps } from './follow-ups.ts';
import type { Run } from './run.ts';
import type { StageMeta } from './strategy.ts';

const stage = (id: string, over: Partial<StageMeta> = {}): StageMeta => ({
  id,
  title: id,
  risk: 'additive',
  capability: 'build',
  permissions: [],
  many: false,
  ...over,
});

const strategy = {
  id: 'rebuild',
  title: 'Rebuild',
  stages: [
    stage('rehearse'),
    stage('remove', { after: ['rehearse'], afterFailed: ['rehearse', 'cut-over'] }),
    stage('cut-over', { after: ['rehearse'], unless: [] }),
    stage('open', { after: ['cut-over'], unless: ['open', 'undo'] }),
    stage('undo', { after: ['cut-over'], unless: ['open', 'undo'] }),
  ],
};

const run = (over: Partial<Run> = {}) => ({
  state: 'verified' as const,
  steps: [{ id: 's', state: 'done' as const }],
  ...over,
});
const after = (id: string, over: Partial<Run> = {}) => followUps(strategy, id, run(over)).map((each) => each.id);

describe('followUps', () => {
  it.each<[string, string, Partial<Run>, string[]]>([
    ['what follows a verified run', 'rehearse', {}, ['remove', 'cut-over']],
    ['not what has followed it', 'rehearse', { followed: ['remove', 'cut-over'] }, ['cut-over']],
    ['one of two that exclude each other', 'cut-over', { followed: ['undo'] }, []],
    ['both, while neither has been carried out', 'cut-over', {}, ['open', 'undo']],
    ['what clears up after a failed one', 'cut-over', { state: 'failed' }, ['remove']],
    ['what clears up after a stopped one', 'rehearse', { state: 'cancelled' }, ['remove']],
    ['nothing after one that changed nothing', 'rehearse', { state: 'failed', steps: [] }, []],
    ['nothing while it is under way', 'rehearse', { state: 'waiting' }, []],
    ['nothing after a stage that is not known', 'other', {}, []],
  ])('%s', (_, id, over, expected) => {
    expect(after(id, over)).toEqual(expected);
  });

  it('nothing of a strategy that is not known', () => {
    expect(followUps(undefined, 'rehearse', run())).toEqual([]);
  });
});
