/** Every way to leave one field out of a value, at any depth; the value itself stays as it is. */
export function* droppedFields(
  value: unknown,
  path = '',
): Generator<{ readonly path: string; readonly without: unknown }> {
  if (typeof value !== 'object' || value === null || value instanceof Date) return;
  const list = Array.isArray(value);
  for (const [key, inner] of Object.entries(value)) {
    const here = path === '' ? key : `${path}.${key}`;
    if (!list && path !== '') {
      const { [key]: _, ...rest } = value as Record<string, unknown>;
      yield { path: here, without: rest };
    }
    for (const { path: deeper, without } of droppedFields(inner, here)) {
      yield { path: deeper, without: list ? value.with(Number(key), without) : { ...value, [key]: without } };
    }
  }
}
