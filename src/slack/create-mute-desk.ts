import { findingId } from '../domain/finding.ts';
import type { LifeStore } from '../domain/life/ports.ts';
import { acceptBaseline, type BaselineDeps, forgetBaseline, previewBaseline } from '../domain/mute/baseline.ts';
import { listMutes } from '../domain/mute/list-mutes.ts';
import type { MuteStore } from '../domain/mute/ports.ts';
import { type PreviewDeps, previewMute } from '../domain/mute/preview.ts';
import { type SetMuteDeps, setMute, unmute } from '../domain/mute/set-mute.ts';
import { subjectOf } from '../domain/mute/subject-word.ts';
import { mayMute } from '../domain/mute/who-may.ts';
import type { RuleMeta } from '../domain/rule.ts';
import type { MuteDesk } from './mute-desk.ts';

export interface MuteDeskDeps
  extends Omit<PreviewDeps, 'mutes' | 'metas'>,
    Omit<SetMuteDeps, 'mutes'>,
    Omit<BaselineDeps, 'now'> {
  readonly mutes: MuteStore;
  readonly metas: readonly RuleMeta[];
  readonly lives: Pick<LifeStore, 'resourcesCalled'>;
}

/** More databases of one name nobody can choose from. */
const mostNamesakes = 60;

/** The desk that listeners use, over the records: every rule about who may do what is in domain/mute. */
export function createMuteDesk(deps: MuteDeskDeps): MuteDesk {
  const { findings, metas, estate, lives } = deps;
  const isThere = async (arn: string): Promise<boolean> => {
    for (const { id } of metas) if ((await findings.get(findingId(id, arn))) !== undefined) return true;
    return false;
  };
  return {
    preview: (request) => previewMute(deps, request),
    whyNot: async (by, accountId) => (await mayMute(deps, by.userId, accountId))?.text,
    mute: async (by, request, seen, reason) => {
      const previewed = await previewMute(deps, request);
      if ('problem' in previewed)
        return {
          outcome: 'refused',
          text: previewed.problem,
          ...(previewed.field === undefined ? {} : { field: previewed.field }),
        };
      return setMute(deps, by, { ...previewed.preview, ...seen }, reason);
    },
    unmute: (by, muteId) => unmute(deps, by, muteId),
    meant: (word) =>
      subjectOf(word, {
        metas,
        accounts: estate.accounts,
        finding: (id) => findings.get(id),
        resourcesCalled: async (name) => {
          const arns = (await lives.resourcesCalled(name)).slice(0, mostNamesakes);
          const there = await Promise.all(arns.map(isThere));
          return arns.filter((_, index) => there[index]);
        },
        names: async () => {
          const names = new Set<string>();
          for await (const { resource } of findings.list()) if (resource.type !== 'target') names.add(resource.id);
          return [...names];
        },
      }),
    list: () => listMutes(deps, deps.now().getTime()),
    previewBaseline: (by, auditId) => previewBaseline(deps, by, auditId),
    acceptBaseline: (by, auditId) => acceptBaseline(deps, by, auditId),
    forgetBaseline: (by) => forgetBaseline(deps, by),
  };
}
