/** The hash tag keeps all queues in one slot of a Redis Cluster. */
export const prefix = '{aurora}:queue';
