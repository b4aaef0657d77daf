/** How far long work is: called from time to time, also where nothing else can run meanwhile. */
export type Progress = (done: number, total: number, words: string) => void;
