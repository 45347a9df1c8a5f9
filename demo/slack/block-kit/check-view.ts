import { asObjects, isObject, type Json } from '../json.ts';
import { blockIssues, type Problem } from './check-message.ts';
import { limits } from './limits.ts';
import { type Check, type CheckContext, flag, type Issue, shape, text } from './schema.ts';
import { plainText } from './texts.ts';

const anything: Check = () => undefined;

const common = {
  private_metadata: text(limits.privateMetadata),
  callback_id: text(limits.callbackId),
  external_id: text(limits.externalId),
};

const shapes: Record<'modal' | 'home', Check> = {
  modal: shape(
    { title: plainText(limits.viewTitle), blocks: anything },
    {
      ...common,
      submit: plainText(limits.viewTitle),
      close: plainText(limits.viewTitle),
      clear_on_close: flag,
      notify_on_close: flag,
      submit_disabled: flag,
    },
  ),
  home: shape({ blocks: anything }, { ...common, title: anything, submit: anything, close: anything }),
};

function issuesOf(
  view: Json,
  surface: 'modal' | 'home',
  pointer: string,
  context: Omit<CheckContext, 'issues' | 'surface'>,
) {
  const inner: CheckContext = { ...context, surface, issues: [] };
  shapes[surface](view, pointer, inner);
  const { blocks } = view;
  if (blocks !== undefined && !Array.isArray(blocks))
    inner.issues.push({ pointer: `${pointer}/blocks`, message: 'must provide an array' });
  if (Array.isArray(blocks)) inner.issues.push(...blockIssues(blocks, `${pointer}/blocks`, { ...context, surface }));
  const hasInput = asObjects(blocks).some((each) => each.type === 'input');
  if (surface === 'modal' && hasInput && view.submit === undefined) {
    inner.issues.push({ pointer, message: 'missing required field: submit' });
  }
  return inner.issues;
}

/**
 * What is wrong with a view, as Slack names it: `invalid_arguments` with pointers, or `view_too_large` (250 kB).
 *
 * @param surface the type that the calling method takes: `home` for `views.publish`, `modal` elsewhere
 */
export function checkView(
  view: unknown,
  surface: 'modal' | 'home',
  options: { pointer?: string; isImageFile?: CheckContext['isImageFile'] } = {},
): Problem | undefined {
  const pointer = options.pointer ?? '/view';
  const refuse = (issues: Issue[]): Problem => ({ error: 'invalid_arguments', issues });
  if (!isObject(view)) return refuse([{ pointer, message: 'must provide an object' }]);
  if (view.type === undefined) return refuse([{ pointer, message: 'missing required field: type' }]);
  if (view.type !== surface) {
    return refuse([{ pointer: `${pointer}/type`, message: `unsupported type: ${String(view.type)}` }]);
  }
  const { isImageFile } = options;
  const issues = issuesOf(view, surface, pointer, isImageFile === undefined ? {} : { isImageFile });
  if (issues.length > 0) return refuse([{ pointer, message: 'failed to match all allowed schemas' }, ...issues]);
  if (Buffer.byteLength(JSON.stringify(view)) > limits.viewBytes) return { error: 'view_too_large', issues: [] };
  return undefined;
}
