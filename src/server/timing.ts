/** How often a worker looks and how soon it is missed. */
export interface Timing {
  /** Milliseconds between two looks at what is due. */
  beat: number;
  /** Milliseconds until a database that is away is tried again. */
  again: number;
  /** Seconds without a sign of life after which a job is taken from its worker; pg-boss takes 10 or more. */
  heartbeat: number;
  /** Seconds between two searches for jobs of dead workers. */
  search: number;
  /** Seconds between two questions for new jobs, while there is nothing to do. */
  idle: number;
  /** Milliseconds running jobs are given when the worker is told to stop: `docker stop` kills after ten seconds. */
  grace: number;
}

/** A dead worker's jobs are taken over within a minute: heartbeat, search, and the question for new jobs. */
export const timing: Timing = { beat: 30_000, again: 5_000, heartbeat: 30, search: 15, idle: 2, grace: 8_000 };
