import { invalidParameterValue } from '../../errors.ts';
import { checkWindowRange } from '../backtrack.ts';

/**
 * Regions with Backtrack, from the user guide's table of 2023, the newest that could be read.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Managing.Backtrack.html
 */
const REGIONS: ReadonlySet<string> = new Set([
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1'],
  ...['eu-central-1', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'ap-south-1'],
  ...['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-southeast-1', 'ap-southeast-2'],
]);

/** Throws when a new cluster cannot have this window, in seconds. */
export function checkNewWindow(
  seconds: number | undefined,
  { engine, version, mode, region }: { engine: string; version: string; mode: string; region: string },
): void {
  if (seconds === undefined) return;
  checkWindowRange(seconds);
  if (seconds === 0) return;
  if (engine !== 'aurora-mysql' || !REGIONS.has(region)) {
    throw invalidParameterValue(`Backtrack is not enabled for the ${engine} engine.`);
  }
  if (mode === 'provisioned') return;
  const text = `Aurora MySQL Engine Version ${version} with mode: ${mode.toUpperCase()} does not support Backtrack.`;
  throw invalidParameterValue(text);
}
