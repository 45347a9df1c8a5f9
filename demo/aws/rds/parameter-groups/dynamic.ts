/**
 * Parameters that are in force without a restart, among those that matter to a rebuild; the simulator takes all others
 * for static. https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Reference.ParameterGroups.html
 */
const DYNAMIC: ReadonlySet<string> = new Set([
  ...[
    'event_scheduler',
    'general_log',
    'slow_query_log',
    'long_query_time',
    'max_connections',
    'read_only',
    'sql_mode',
  ],
  ...['time_zone', 'wait_timeout', 'interactive_timeout', 'character_set_server', 'collation_server', 'log_output'],
  ...['innodb_print_all_deadlocks', 'require_secure_transport', 'server_audit_logging', 'server_audit_events'],
]);

export function isDynamic(parameter: string): boolean {
  return DYNAMIC.has(parameter);
}
