import { describe, expect, it } from 'vitest';
import { createBench } from '../../test/fakes/engine-bench.ts';
import type { MessageCopy } from '../domain/message.ts';
import type { MessageStore } from '../domain/ports.ts';
import { tellPeople } from './tell-people.ts';

describe('telling people', () => {
  it('writes below the card, to who asked and who approved, and escapes what it says', async () => {
    const { deps } = createBench();
    const created: [string, MessageCopy][] = [];
    const rendered: string[] = [];
    const messages: Pick<MessageStore, 'create' | 'touch'> = {
      create: async (id, _, copy) => void created.push([id, copy]),
      touch: async () => {},
    };
    const queue = { renderMessage: async (id: string) => void rendered.push(id) };
    await tellPeople({ approvals: deps.approvals, messages, queue }, 'k7f3m2qa', '<b> failed & stopped', '17');
    expect(created.map(([id]) => id)).toEqual(['approval-k7f3m2qa', 'approval-k7f3m2qa-told-17']);
    expect(created[1]?.[1]).toEqual({
      channelId: 'C1',
      threadOf: 'approval-k7f3m2qa',
      note: '<@U01ALICE0001> <@U02BOB00001> &lt;b&gt; failed &amp; stopped',
    });
    expect(rendered).toEqual(['approval-k7f3m2qa-told-17']);
    await tellPeople({ approvals: deps.approvals, messages, queue }, 'unknown1', 'x', '18');
    expect(created).toHaveLength(2);
  });
});
