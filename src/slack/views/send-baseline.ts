import { z } from 'zod';
import { insistOnQueue } from '../answers.ts';
import { tellView } from './modal.ts';
import type { ViewHandler } from './submission.ts';

const About = z.object({ auditId: z.string() });

export const sendBaseline: ViewHandler = async (deps, { who, view }) => {
  insistOnQueue(deps.ready);
  const { auditId } = About.parse(JSON.parse(view.private_metadata));
  return { view: tellView((await deps.muting.acceptBaseline(who, auditId)).text) };
};
