import type { Finding } from '../domain/finding.ts';
import { decorator, outgrown } from '../domain/mute/decorate.ts';
import type { BaselineStore, MuteStore } from '../domain/mute/ports.ts';
import type { AuditStore, FindingStore } from '../domain/ports.ts';

export interface SetAsideOptions {
  readonly mutes: Pick<MuteStore, 'inForce'>;
  readonly baseline: Pick<BaselineStore, 'all' | 'of' | 'drop'>;
  readonly now: () => number;
}

/** Says of a few findings, as they are read, what is muted and what is part of the baseline. */
const decorated =
  ({ mutes, baseline, now }: SetAsideOptions) =>
  async (findings: readonly Finding[]): Promise<Finding[]> => {
    if (findings.length === 0) return [];
    const at = now();
    const [inForce, accepted] = await Promise.all([mutes.inForce(at), baseline.of(findings.map(({ id }) => id))]);
    return findings.map(decorator(inForce, accepted, at));
  };

/** The newest verdicts with what people have set aside. A verdict that has outgrown the baseline is taken out of it. */
export function withSetAside(findings: FindingStore, options: SetAsideOptions): FindingStore {
  const { mutes, baseline, now } = options;
  const some = decorated(options);
  return {
    ...findings,
    replace: async (auditId, ruleIds, report, at) => {
      await findings.replace(auditId, ruleIds, report, at);
      // After the verdicts are stored: whoever accepts meanwhile sees either the new verdict or is seen here.
      const known = await baseline.of(report.findings.map(({ id }) => id));
      for (const [id, accepted] of known) {
        const newest = await findings.get(id);
        if (newest !== undefined && outgrown(newest, accepted)) await baseline.drop([id]);
      }
    },
    get: async (id) => {
      const finding = await findings.get(id);
      return finding && (await some([finding]))[0];
    },
    list: async function* () {
      const at = now();
      const [inForce, accepted] = await Promise.all([mutes.inForce(at), baseline.all()]);
      const decorate = decorator(inForce, accepted, at);
      for await (const finding of findings.list()) yield decorate(finding);
    },
  };
}

/** What audits found, with what people have set aside since. */
export function withSetAsideSince(audits: AuditStore, options: SetAsideOptions): AuditStore {
  const some = decorated(options);
  return {
    ...audits,
    report: async (auditId, target) => {
      const report = await audits.report(auditId, target);
      return report && { ...report, findings: await some(report.findings) };
    },
    page: async (auditId, filter, page) => {
      const found = await audits.page(auditId, filter, page);
      return found && { ...found, findings: await some(found.findings) };
    },
  };
}
