import type { KnownBlock, ModalView } from '@slack/types';
import type { Finding } from '../../domain/finding.ts';
import type { Fix, RuleMeta } from '../../domain/rule.ts';
import { placeOf } from '../blocks/finding-page.ts';
import { divider, section } from '../blocks/limits.ts';
import { safe } from '../blocks/mrkdwn.ts';
import { viewIds } from '../ids.ts';
import { modal } from './modal.ts';
import { patchBlocks } from './plan-blocks.ts';

const order: readonly Fix['format'][] = ['cloudformation', 'terraform', 'cli', 'console'];

/** The same change as code, with each database's own values. What its owner reads comes first. */
export function patchView(findings: readonly Finding[], metas: readonly RuleMeta[]): ModalView {
  const owners = [
    ...new Set(
      findings.flatMap(({ evidence }) => (typeof evidence.managedBy === 'string' ? [evidence.managedBy] : [])),
    ),
  ];
  const byCode = owners.length > 0;
  const lead = byCode
    ? `Managed by ${owners.map(safe).join(', ')}: change it there, then deploy.`
    : 'The same change as code, with this database’s own values.';
  return modal({
    callbackId: viewIds.patch,
    title: byCode ? 'Copy patch' : 'As code',
    head: [section(lead)],
    details: findings.flatMap((finding, index) => patchesOf(finding, metas, byCode, index)),
  });
}

function patchesOf(finding: Finding, metas: readonly RuleMeta[], byCode: boolean, index: number): KnownBlock[] {
  const fixes = metas.find(({ id }) => id === finding.ruleId)?.fixes(finding) ?? [];
  const inCode = fixes.filter(({ format }) => format === 'cloudformation' || format === 'terraform');
  const shown = byCode && inCode.length > 0 ? inCode : fixes;
  return [
    ...(index === 0 ? [] : [divider()]),
    section(placeOf(finding)),
    ...patchBlocks(shown.toSorted((a, b) => order.indexOf(a.format) - order.indexOf(b.format))),
  ];
}
