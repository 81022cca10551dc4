import type { RollcallError } from "../model/errors.ts";

/** Why an error means that the platform has no such thing. A page for people in between (a proxy's, a wrong address) means nothing. */
export function absenceIn({ absent }: { absent?: Readonly<Record<number, string>> }, error: RollcallError): string | undefined {
  const { status, headers } = error as { status?: number; headers?: Headers };
  return status === undefined || headers?.get("content-type")?.includes("html") ? undefined : absent?.[status];
}
