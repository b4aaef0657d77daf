/** The version that the sidebar shows and replies report. */
export const VERSION = '0.1.0';
