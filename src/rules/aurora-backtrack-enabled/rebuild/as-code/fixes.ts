import type { Fix } from '../../../../domain/rule.ts';
import { rebuildScript } from './cli.ts';
import { cloudFormationCode } from './cloudformation.ts';
import { terraformCode } from './terraform.ts';
import type { RebuildCode } from './values.ts';

/** The rebuild for people who do it themselves, or whose code owns the cluster. */
export const codeOf = (code: RebuildCode): readonly Fix[] => [
  {
    format: 'cli',
    title: 'Rebuild with the AWS CLI: a script, to be read before it is run',
    text: rebuildScript(code),
  },
  {
    format: 'cloudformation',
    title: 'Take the rebuilt cluster over with CloudFormation',
    text: cloudFormationCode(code),
  },
  { format: 'terraform', title: 'Take the rebuilt cluster over with Terraform', text: terraformCode(code) },
];
