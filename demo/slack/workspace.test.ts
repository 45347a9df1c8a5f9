import { describe, expect, it } from 'vitest';
import { localSlackConfig } from './local/config.ts';
import { createWorkspace, ids } from './workspace.ts';

describe('the workspace', () => {
  it('has new secrets each time', () => {
    const [one, two] = [createWorkspace(), createWorkspace()];
    expect(one.app.botToken).toMatch(/^xoxb-\d+-\d+-\w+$/);
    expect(one.app.appToken).toMatch(/^xapp-1-\w+-\d+-\w+$/);
    expect(one.app.signingSecret).toMatch(/^[0-9a-f]{32}$/);
    expect([one.app.botToken, one.app.appToken, one.app.signingSecret]).not.toEqual([
      two.app.botToken,
      two.app.appToken,
      two.app.signingSecret,
    ]);
  });

  it('takes overrides', () => {
    const workspace = createWorkspace({ name: 'Other', users: [] });
    expect(workspace).toMatchObject({ name: 'Other', users: [], teamId: ids.team });
  });

  it('becomes a configuration of local Slack in Socket Mode', () => {
    const workspace = createWorkspace();
    expect(localSlackConfig(workspace)).toMatchObject({
      workspace: { name: 'Northwind', teamId: ids.team },
      apps: [{ mode: 'socket', botToken: workspace.app.botToken }],
      users: [
        { id: ids.alice },
        { id: ids.bob },
        { id: ids.carol },
        { id: ids.guest, real_name: 'Gail Guest (guest)' },
        { id: ids.stranger },
      ],
    });
  });
});
