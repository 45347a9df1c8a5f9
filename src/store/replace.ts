import { setTimeout as sleep } from 'node:timers/promises';
import type { FindingStore } from '../domain/ports.ts';
import { targetKey } from '../domain/target.ts';
import { readTarget } from './known-target.ts';
import { commit } from './life-commit.ts';
import { oldestKept } from './lives.ts';
import { changesOf, type ReplaceOptions } from './scan-changes.ts';

/** So many others would have to store verdicts on the same target, each just before us. */
const attempts = 50;

/**
 * Stores a scan's verdicts, lives and transitions together. What a newer scan has read stays: `at` is when this one
 * began. Somebody else who stores verdicts on the same target meanwhile makes it compare once more.
 */
export const createReplace =
  (options: ReplaceOptions): FindingStore['replace'] =>
  async (auditId, ruleIds, report, at) => {
    const { redis } = options;
    const { target } = report.result;
    const ran = [...new Set([...ruleIds, ...report.findings.map(({ ruleId }) => ruleId)])];
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const known = await readTarget(redis, target, ran);
      const changes = await changesOf(options, known, { auditId, ran, report, at });
      if (changes.length === 0) return;
      const version = { key: targetKey(target), version: known.version };
      if (await commit(redis, { target: version, changes, oldest: oldestKept(options) })) return;
      await sleep(Math.random() * 10 * attempt);
    }
    throw new Error(`the verdicts on ${targetKey(target)} could not be stored: others keep storing theirs`);
  };
