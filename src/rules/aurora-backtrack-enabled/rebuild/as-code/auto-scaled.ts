/**
 * Aurora Auto Scaling names the readers that it adds `application-autoscaling-…`, and adds them again by itself.
 * Taken from what such readers are called in practice; AWS does not document the name.
 */
export const isAutoScaledName = (name: string): boolean => name.startsWith('application-autoscaling-');
