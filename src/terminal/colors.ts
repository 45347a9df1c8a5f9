import colors from 'picocolors';

/** Colours when the output is a terminal that has them; NO_COLOR and FORCE_COLOR are honoured. */
export type Colors = ReturnType<typeof colors.createColors>;
export { colors };
