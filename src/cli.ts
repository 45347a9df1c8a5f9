#!/usr/bin/env node
import { setMaxListeners } from 'node:events';
import { Command, InvalidArgumentError, Option } from 'commander';
import { applyCapabilities, failOn, formats, iamFormats, planFormats } from './cli-options.ts';
import { AwsCallError, ConfigurationError, PermanentError } from './domain/errors.ts';
import { version } from './version.ts';

// package.json says which Node versions are supported; the SDK's own reminder would be in every output.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const abort = new AbortController();
// Every request under way listens to it.
setMaxListeners(0, abort.signal);

const collect = (value: string, previous: readonly string[]): string[] => [...previous, value];
const atLeast =
  (least: number) =>
  (text: string): number => {
    const value = Number(text);
    if (Number.isFinite(value) && value >= least) return value;
    throw new InvalidArgumentError(`write a number of at least ${least}.`);
  };

const program = new Command('aurora')
  .description('Keeps Amazon Aurora and RDS databases recoverable. Everything here only reads.')
  .version(version)
  .showSuggestionAfterError()
  .showHelpAfterError('(aurora --help lists the commands)');

program
  .command('audit')
  .description('audit accounts and Regions: which databases could not be brought back?')
  .option('--accounts <file>', 'accounts.yaml (default: AURORA_ACCOUNTS_FILE, ./accounts.yaml, else your own account)')
  .option('--account <name>', 'only this account, by name or id (repeatable)', collect, [])
  .option('--region <region>', 'only this Region (repeatable)', collect, [])
  .option('--rule <rule>', 'only this rule, by id or another name like RDS-034 (repeatable)', collect, [])
  .addOption(new Option('--format <format>', 'how to print').choices(formats).default('table'))
  .addOption(
    new Option('--fail-on <what>', 'exit with 2 when one is found; unknown includes fail')
      .choices(failOn)
      .default('never'),
  )
  .option('--concurrency <n>', 'targets at the same time', atLeast(1), 20)
  .option('--rds-rate <n>', 'RDS requests per second, account and Region (AWS allows 12, shared)', atLeast(0.1), 4)
  .option('--backup-rate <n>', 'AWS Backup requests per second, account and Region', atLeast(0.1), 2)
  .addHelpText(
    'after',
    '\nExit codes: 0 done; 1 usage or configuration error; 2 --fail-on matched; 3 some target could not be scanned.',
  )
  .action(async (options) => {
    const { runAudit } = await import('./cli-audit.ts');
    process.exitCode = await runAudit(options, abort.signal);
  });

program
  .command('plan')
  .description('what would mend one database, planned from a fresh read; nothing is changed')
  .argument('<arn>', 'ARN of the cluster or DB instance')
  .requiredOption('--rule <rule>', 'the rule it fails, by id or another name like RDS-034')
  .option('--strategy <name>', 'another way than the recommended one')
  .option('--accounts <file>', 'accounts.yaml (default: as for audit)')
  .addOption(
    new Option('--format <format>', 'the plan, or the same change to paste').choices(planFormats).default('text'),
  )
  .action(async (arn: string, options) => {
    const { runPlan } = await import('./cli-plan.ts');
    process.exitCode = await runPlan(arn, options, abort.signal);
  });

program
  .command('rules')
  .description('list what is looked for')
  .action(async () => {
    const [{ loadMeta }, { rulesTable }, { colors }] = await Promise.all([
      import('./rules/registry.ts'),
      import('./terminal/rules-table.ts'),
      import('./terminal/colors.ts'),
    ]);
    process.stdout.write(rulesTable(await loadMeta(), colors));
  });

program
  .command('explain')
  .description('what a rule looks for, why, how to check and fix it, and what that costs')
  .argument('<rule>', 'its id, or another name like RDS-034')
  .addOption(new Option('--format <format>', 'how to print').choices(['md', 'json']).default('md'))
  .action(async (name: string, { format }: { format: 'md' | 'json' }) => {
    const { loadMeta, readGuide } = await import('./rules/registry.ts');
    const { findRule } = await import('./domain/find-rule.ts');
    const meta = findRule(name, await loadMeta());
    const guide = readGuide(meta.id);
    const { fixes, causes, ...facts } = meta;
    process.stdout.write(format === 'md' ? guide : `${JSON.stringify({ ...facts, guide }, null, 2)}\n`);
  });

const iam = program.command('iam').description('print the IAM policies that Aurora Keeper needs');
iam
  .command('audit')
  .description('the role that an audit enters in each account: it can only read')
  .addOption(
    new Option('--format <format>', 'the policy, or a template of the whole role').choices(iamFormats).default('json'),
  )
  .action(async ({ format }: { format: (typeof iamFormats)[number] }) => {
    const { auditRole } = await import('./cli-iam.ts');
    process.stdout.write(await auditRole(format));
  });
iam
  .command('apply')
  .description('the role that carries out approved remediations, for accounts that opted in to more than `audit`')
  .option(
    '--capability <name>',
    `what it may do: ${applyCapabilities.join(', ')} (repeatable; default: all of them)`,
    collect,
    [],
  )
  .addOption(
    new Option('--format <format>', 'the policy, or a template of the whole role').choices(iamFormats).default('json'),
  )
  .action(async ({ capability, format }: { capability: string[]; format: (typeof iamFormats)[number] }) => {
    const wanted = applyCapabilities.filter((name) => capability.length === 0 || capability.includes(name));
    const wrong = capability.filter((name) => !applyCapabilities.some((known) => known === name));
    if (wrong.length > 0)
      throw new ConfigurationError(
        wrong.map((name) => `There is no capability "${name}" here. Known: ${applyCapabilities.join(', ')}.`),
      );
    const { applyRole } = await import('./cli-iam.ts');
    process.stdout.write(await applyRole(wanted, format));
  });
iam
  .command('retire')
  .description('the role that deletes a cluster which a cut-over has replaced, for accounts that opted in to `retire`')
  .addOption(
    new Option('--format <format>', 'the policy, or a template of the whole role').choices(iamFormats).default('json'),
  )
  .action(async ({ format }: { format: (typeof iamFormats)[number] }) => {
    const { retireRole } = await import('./cli-iam.ts');
    process.stdout.write(await retireRole(format));
  });
iam
  .command('worker')
  .description("the worker's own role: it can enter the roles of other accounts and do nothing else")
  .option('--role <name>', 'auditRole of accounts.yaml (repeatable)', collect, [])
  .option('--remediation-role <name>', 'remediationRole of accounts.yaml (repeatable)', collect, [])
  .option('--retire-role <name>', 'retireRole of accounts.yaml (repeatable)', collect, [])
  .action(
    async ({ role, remediationRole, retireRole }: Record<'role' | 'remediationRole' | 'retireRole', string[]>) => {
      const { workerRole } = await import('./cli-iam.ts');
      const audit = role.length > 0 ? role : ['aurora-keeper-audit'];
      process.stdout.write(workerRole({ audit, apply: [...remediationRole, ...retireRole] }));
    },
  );

/** A closed pipe (`| head`) is not a fault. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.once(name, () => {
    abort.abort(new Error('interrupted'));
    process.exitCode = 130;
  });
}

program.exitOverride();
try {
  await program.parseAsync();
} catch (error) {
  if (abort.signal.aborted) process.stderr.write('Interrupted; nothing was changed.\n');
  else if (error instanceof ConfigurationError || error instanceof AwsCallError || error instanceof PermanentError)
    process.stderr.write(`${error.message}\n`);
  else if (error instanceof Error && 'code' in error && String(error.code).startsWith('commander.'))
    process.exitCode =
      error.code === 'commander.helpDisplayed' || error.code === 'commander.version' || error.code === 'commander.help'
        ? 0
        : 1;
  else process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode ??= 1;
}
