import type { Finding } from '../domain/finding.ts';
import type { FindingStore, LatestTarget } from '../domain/ports.ts';
import { targetKey } from '../domain/target.ts';
import { key, parse, type RedisClient, transact } from './client.ts';

export const findingsKey = key('findings');
/** `<target>|<rule>` → ids of its findings, so that what has gone can be taken out. */
const byRuleKey = key('findings', 'by-rule');
const targetsKey = key('targets');

type Command = readonly [string, ...(string | number)[]];

/** The newest verdict on everything, whatever audit it comes from. */
export function createFindingStore(redis: RedisClient): FindingStore {
  return {
    replace: async (auditId, ruleIds, report, at) => {
      const { result, findings } = report;
      const target = targetKey(result.target);
      const latest: LatestTarget = { result: { ...result, findingIds: [] }, auditId, scannedAt: at };
      const fields = ruleIds.map((ruleId) => `${target}|${ruleId}`);
      const before = fields.length === 0 ? [] : await redis.hmget(byRuleKey, ...fields);
      const gone = new Set(before.flatMap((text) => parse<string[]>(text) ?? []));
      for (const { id } of findings) gone.delete(id);
      const commands: Command[] = [['hset', targetsKey, target, JSON.stringify(latest)]];
      if (gone.size > 0) commands.push(['hdel', findingsKey, ...gone]);
      if (findings.length > 0)
        commands.push(['hset', findingsKey, ...findings.flatMap((each) => [each.id, JSON.stringify(each)])]);
      for (const ruleId of ruleIds) {
        const ids = findings.filter((each) => each.ruleId === ruleId).map(({ id }) => id);
        commands.push(['hset', byRuleKey, `${target}|${ruleId}`, JSON.stringify(ids)]);
      }
      await transact(redis, commands);
    },
    get: async (findingId) => parse<Finding>(await redis.hget(findingsKey, findingId)),
    list: async function* () {
      let cursor = '0';
      const seen = new Set<string>();
      do {
        const [next, entries] = await redis.hscan(findingsKey, cursor, 'COUNT', 200);
        cursor = next;
        for (let index = 0; index + 1 < entries.length; index += 2) {
          const [id, text] = [entries[index] ?? '', entries[index + 1]];
          if (seen.has(id)) continue;
          seen.add(id);
          const finding = parse<Finding>(text);
          if (finding !== undefined) yield finding;
        }
      } while (cursor !== '0');
    },
    targets: async () =>
      Object.values(await redis.hgetall(targetsKey)).flatMap((text) => parse<LatestTarget>(text) ?? []),
  };
}
