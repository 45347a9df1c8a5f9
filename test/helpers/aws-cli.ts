import * as backup from '@aws-sdk/client-backup';
import * as iam from '@aws-sdk/client-iam';
import * as rds from '@aws-sdk/client-rds';
import { parseArgsStringToArgv } from 'string-argv';

/** Options that every AWS CLI command knows. */
const globalOptions = ['region', 'query', 'output', 'profile'];

const services: Readonly<Record<string, Readonly<Record<string, unknown>>>> = { rds, backup, iam };

const letters = (text: string): string => text.replaceAll('-', '').toLowerCase();

type Schema = readonly unknown[] & { readonly 4: () => readonly unknown[] };

/** Names of an operation's input, by the SDK's own schema; undefined when the service has no such operation. */
function inputOf(service: Readonly<Record<string, unknown>>, operation: string): string[] | undefined {
  const entry = Object.entries(service).find(
    ([name, value]) => Array.isArray(value) && value[0] === 9 && letters(name) === `${letters(operation)}$`,
  );
  if (entry === undefined) return undefined;
  const input = (entry[1] as Schema)[4]();
  return (input[4] as string[] | undefined) ?? [];
}

/** The `aws …` commands of a shell text, each as its words; comments and line continuations are understood. */
export const awsCommands = (shell: string): string[][] =>
  shell
    .replaceAll('\\\n', ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('aws '))
    .map((line) => parseArgsStringToArgv(line));

/** What is wrong with a command, compared with the SDK's model of the service. */
export function faultsOfCommand([, serviceName = '', operation = '', ...rest]: readonly string[]): string[] {
  const service = services[serviceName];
  if (service === undefined) return [`unknown service ${serviceName}`];
  if (operation === 'wait') return [];
  const input = inputOf(service, operation);
  if (input === undefined) return [`${serviceName} has no operation ${operation}`];
  const options = rest.filter((word) => word.startsWith('--')).map((word) => word.slice(2));
  const known = [...input.map(letters), ...globalOptions];
  return (
    options
      // A switch has its opposite, too.
      .filter((option) => !known.includes(letters(option)) && !known.includes(letters(option.replace(/^no-/, ''))))
      .map((option) => `${serviceName} ${operation} has no option --${option}`)
  );
}
