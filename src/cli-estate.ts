import { existsSync } from 'node:fs';
import { loadConfig, NODE_REGION_CONFIG_FILE_OPTIONS, NODE_REGION_CONFIG_OPTIONS } from '@smithy/core/config';
import { loadEstate } from './accounts-file.ts';
import type { Identities } from './aws/identities.ts';
import { type Estate, ownEstate } from './domain/accounts.ts';
import { ConfigurationError } from './domain/errors.ts';
import type { Rule } from './domain/rule.ts';

/** AWS_REGION, or the Region of the profile in use. */
export const defaultRegion = async (): Promise<string | undefined> => {
  try {
    return (
      (await loadConfig({ ...NODE_REGION_CONFIG_OPTIONS, default: '' }, NODE_REGION_CONFIG_FILE_OPTIONS)()) || undefined
    );
  } catch {
    return undefined;
  }
};

/** The accounts file, or else the caller's own account in the Regions named. */
export async function estateOf(
  { accounts, region: regions }: { readonly accounts?: string | undefined; readonly region: readonly string[] },
  rules: readonly Rule[],
  identities: Identities,
  region: string | undefined,
): Promise<Pick<Estate, 'accounts' | 'exemptions'>> {
  const file =
    accounts ?? process.env.AURORA_ACCOUNTS_FILE ?? (existsSync('accounts.yaml') ? 'accounts.yaml' : undefined);
  if (file !== undefined)
    return loadEstate(
      file,
      rules.map(({ meta }) => meta.id),
    );
  const own = regions.length > 0 ? regions : region === undefined ? [] : [region];
  if (own.length === 0) {
    throw new ConfigurationError([
      'Which Region? Use --region (repeatable), AWS_REGION, or --accounts FILE for several accounts.',
    ]);
  }
  return ownEstate(await identities.ownAccount(), own);
}
