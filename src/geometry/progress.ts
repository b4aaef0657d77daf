/** Reports the progress of long work; called from time to time, even if nothing else can run meanwhile. */
export type Progress = (done: number, total: number, words: string) => void;
