/** What follows from a database engine. */
export interface Engine {
  readonly version: string;
  readonly port: number;
  readonly class: string;
}

const ENGINES: Readonly<Record<string, Engine>> = {
  'aurora-mysql': { version: '8.0.mysql_aurora.3.08.1', port: 3306, class: 'db.r6g.large' },
  'aurora-postgresql': { version: '16.4', port: 5432, class: 'db.r6g.large' },
  aurora: { version: '5.6.mysql_aurora.1.23.4', port: 3306, class: 'db.r4.large' },
  neptune: { version: '1.3.2.1', port: 8182, class: 'db.r6g.large' },
  docdb: { version: '5.0.0', port: 27017, class: 'db.r6g.large' },
  mysql: { version: '8.0.39', port: 3306, class: 'db.m6g.large' },
  postgres: { version: '16.4', port: 5432, class: 'db.m6g.large' },
  mariadb: { version: '10.11.9', port: 3306, class: 'db.m6g.large' },
  'oracle-ee': { version: '19.0.0.0.ru-2024-07.rur-2024-07.r1', port: 1521, class: 'db.m5.large' },
  'oracle-se2': { version: '19.0.0.0.ru-2024-07.rur-2024-07.r1', port: 1521, class: 'db.m5.large' },
  'sqlserver-se': { version: '15.00.4385.2.v1', port: 1433, class: 'db.m5.large' },
};

export function engineOf(name: string): Engine {
  return ENGINES[name] ?? { version: '1.0', port: 5000, class: 'db.m6g.large' };
}

/** Whether a cluster of this engine is Aurora; else it is Neptune, DocumentDB or an RDS Multi-AZ DB cluster. */
export function isAurora(engine: string): boolean {
  return engine.startsWith('aurora');
}

/** Whether a cluster of this engine is an RDS Multi-AZ DB cluster. */
export function isMultiAzCluster(engine: string): boolean {
  return engine === 'mysql' || engine === 'postgres';
}

/** The resource type under which AWS Backup lists it. https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html */
export function backupTypeOf(engine: string): string {
  if (isAurora(engine)) return 'Aurora';
  return { neptune: 'Neptune', docdb: 'DocumentDB' }[engine] ?? 'RDS';
}

/** The parameter group family, such as `aurora-mysql8.0` or `postgres16`. */
export function familyOf(engine: string, version: string): string {
  const [major = '', minor = ''] = version.split('.');
  const byMajorOnly = /postgres/.test(engine) || engine.startsWith('oracle');
  return `${engine}${engine.startsWith('oracle') ? '-' : ''}${byMajorOnly ? major : `${major}.${minor}`}`;
}

/** The name of AWS's own option group for a version, such as `default:aurora-mysql-8-0`. */
export function optionGroupOf(engine: string, version: string): string {
  return `default:${familyOf(engine, version).replace(/(\d)/, '-$1').replaceAll('.', '-')}`;
}
