import { configurationError, credentialsError, laterError, machineError, platformError, RollcallError } from "../model/errors.ts";

/** https://www.postgresql.org/docs/current/errcodes-appendix.html, by code and by class. */
const known: Readonly<Record<string, (message: string, cause: unknown) => RollcallError>> = {
  "28": (message, cause) =>
    credentialsError(`the database refuses us: ${message}`, "correct the user and password in DATABASE_URL", cause),
  "42501": (message, cause) =>
    credentialsError(`the database refuses us: ${message}`, "grant the user of DATABASE_URL create on that database", cause),
  "3D": (message, cause) => configurationError(message, "create it, or correct DATABASE_URL", cause),
  "25006": (message, cause) =>
    configurationError(`the database is read-only: ${message}`, "point DATABASE_URL at the primary", cause),
  "53100": (message, cause) => machineError(`the disk of the database is full: ${message}`, "free some space there", cause),
  "53": (message, cause) => laterError(`the database has no room for us now: ${message}`, "run again later", cause),
  "57": (message, cause) => laterError(`the database went away: ${message}`, "run again when it is back", cause),
  "08": (message, cause) => laterError(`the database went away: ${message}`, "run again when it is back", cause),
  "40": (message, cause) => laterError(`another run was quicker: ${message}`, "run again", cause),
};

/** What a driver's error means to whoever runs Rollcall. Errors that are ours already pass as they are. */
export function databaseError(error: unknown): RollcallError {
  if (error instanceof RollcallError) return error;
  const { code = "", message = String(error) } = error as { code?: string; message?: string };
  const meant = known[code] ?? known[code.slice(0, 2)];
  if (/^[0-9A-Z]{5}$/.test(code) && meant) return meant(message, error);
  if (/^[0-9A-Z]{5}$/.test(code)) return platformError(`the database refused: ${message} (${code})`, undefined, error);
  if (/SSL|certificate/i.test(message)) {
    return configurationError(`no secure connection to the database: ${message}`, "see sslmode in DATABASE_URL", error);
  }
  const away = /^E[A-Z_]+$/.test(code) || /terminated|timeout|ended|closed|not queryable/i.test(message);
  if (!away) throw error;
  return laterError(
    `the database cannot be reached: ${code || message}`,
    "see that it runs and that DATABASE_URL is right; run again",
    error,
  );
}
