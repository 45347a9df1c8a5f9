import type { PressAnswer } from './press.ts';

export const gone = (what: string): PressAnswer => ({ text: `${what} \`/aurora findings\` shows how things are now.` });
