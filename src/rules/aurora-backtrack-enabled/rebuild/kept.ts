import type { Json } from '../../../domain/json.ts';
import type { PlannedStep } from '../../../domain/remediation/plan.ts';
import type { Stage, Step, StepContext } from '../../../domain/remediation/stage.ts';
import { rdsArn } from './arns.ts';
import { tagsOf } from './calls/find.ts';
import type { CutoverInput } from './cutover/input.ts';
import { recordOfStep } from './cutover/record.ts';
import { readScene } from './cutover/scene.ts';
import { stoppedAtTag } from './tags.ts';

const dayMs = 86_400_000;

type More = (context: StepContext, step: PlannedStep, output: Readonly<Record<string, Json>>) => Json | Promise<Json>;

/** The step as it is; once it is done its output also says what is kept from then on, and what no more. */
const andTells =
  (work: Step, more: More): Step =>
  async (context, step, memory) => {
    const result = await work(context, step, memory);
    if (result.status !== 'done') return result;
    const output = (result.output ?? {}) as Readonly<Record<string, Json>>;
    return { ...result, output: { ...output, ...((await more(context, step, output)) as object) } };
  };

const withStep = (stage: Stage, name: string, more: More): Stage => {
  const work = stage.steps[name];
  return work === undefined ? stage : { ...stage, steps: { ...stage.steps, [name]: andTells(work, more) } };
};

const kind = 'AWS::RDS::DBCluster';

/**
 * At the end of a cut-over the new cluster is in use, and no copy any more; the old one is, until it is retired. It is
 * known by its DbClusterResourceId, for its name changes again when it is put back.
 */
export const cutOverKeeps = (stage: Stage): Stage =>
  withStep(stage, 'see', ({ target, now }, { input }, { oldName }) => {
    const { names, sourceId } = input as unknown as CutoverInput;
    const at = now.toISOString();
    return {
      made: [{ arn: rdsArn(target, 'cluster', String(oldName)), id: sourceId, kind, createdAt: at }],
      removed: [{ arn: rdsArn(target, 'cluster', names.cluster), at }],
    };
  });

/** From when on the old cluster may be retired is known once the new one is open. */
export const openKeeps = (stage: Stage): Stage =>
  withStep(stage, 'mark', async (context, step, { openedAt }) => {
    const { old } = await readScene(context, recordOfStep(step));
    const arn = old?.DBClusterArn;
    if (arn === undefined) return {};
    const from = Date.parse(String(openedAt)) + context.policy.retireAfterDays * dayMs;
    const createdAt = (await tagsOf(context, arn))[stoppedAtTag] ?? context.now.toISOString();
    const id = recordOfStep(step).sourceId;
    return { made: [{ arn, id, kind, createdAt, removableFrom: new Date(from).toISOString() }] };
  });

/** Put back, the old cluster is in use again, and the new one is a copy: removed by itself only where a plan foresees it. */
export const swapBackKeeps = (stage: Stage, { removed }: { readonly removed: boolean }): Stage =>
  withStep(
    withStep(stage, 'putBack', ({ target, now }, step) => {
      const { source, sourceId } = recordOfStep(step);
      return { removed: [{ arn: rdsArn(target, 'cluster', source), id: sourceId, at: now.toISOString() }] };
    }),
    'labelCopy',
    ({ target, now, policy }, step) => {
      const copy = { arn: rdsArn(target, 'cluster', recordOfStep(step).aside), kind, createdAt: now.toISOString() };
      const removeAt = new Date(now.getTime() + policy.copyTtlDays * dayMs).toISOString();
      return { made: [removed ? { ...copy, removeAt } : copy] };
    },
  );
