/** Quoting for text that people paste into a shell, a template or a configuration. */

/** A word for a POSIX shell. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

/** A string for YAML: JSON strings are YAML strings. */
export const yamlString = (text: string): string => JSON.stringify(text);

const hclEscapes: Readonly<Record<string, string>> = { '\\b': '\\u0008', '\\f': '\\u000c' };

/** A string for HCL, in which `${` and `%{` would start a template; it does not know all escapes of JSON. */
export const hclString = (text: string): string =>
  JSON.stringify(text)
    .replace(/\\./g, (found) => hclEscapes[found] ?? found)
    .replaceAll('${', '$$${')
    .replaceAll('%{', '%%{');

/** `aws rds describe-db-clusters \` and one option a line; options without a value are flags, undefined ones are left out. */
export function awsCli(
  command: string,
  options: Readonly<Record<string, string | true | readonly string[] | undefined>>,
): string {
  const lines = Object.entries(options).flatMap(([name, value]) => {
    if (value === undefined) return [];
    if (value === true) return [`  --${name}`];
    const words = typeof value === 'string' ? [value] : value;
    return words.length === 0 ? [] : [`  --${name} ${words.map(shellWord).join(' ')}`];
  });
  return [`aws ${command}`, ...lines].join(' \\\n');
}

/** A name for a CloudFormation logical id: letters and digits only. */
export const logicalId = (name: string): string =>
  name
    .split(/[^a-zA-Z0-9]+/)
    .filter((part) => part !== '')
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join('') || 'Database';

/** A name for a Terraform resource. */
export const terraformName = (name: string): string =>
  name.replace(/[^a-zA-Z0-9_-]/g, '_').replace(/^(?![a-zA-Z_])/, '_');
