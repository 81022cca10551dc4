import { Alert, Button, Skeleton } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ApiProblem } from "../api.ts";

/** In the place of what is asked for: as high as it will be, so that nothing jumps. */
export function Asked({ rows = 6 }: { rows?: number }) {
  const keys = Array.from({ length: rows }, (_, index) => index);
  return (
    <div aria-busy="true" style={{ display: "grid", gap: 10, padding: "14px 18px" }}>
      {keys.map((key) => (
        <Skeleton key={key} height={18} />
      ))}
    </div>
  );
}

/** What could not be done, why, and what to do. */
export function Failure({ error, again }: { error: Error; again?: () => void }) {
  const { title, detail, fix } =
    error instanceof ApiProblem ? error.problem : { title: "Not possible", detail: error.message, fix: null };
  return (
    <Alert color="red" variant="outline" title={title} role="alert" mt="md">
      <p>{detail}</p>
      {fix ? <p>{fix}</p> : null}
      {again ? (
        <Button size="xs" variant="default" onClick={again}>
          Try again
        </Button>
      ) : null}
    </Alert>
  );
}

/** A list that has nothing in it, and why that may be. */
export function Empty({ children }: { children: ReactNode }) {
  return <p className="dim inside">{children}</p>;
}

/** What was asked for, once it is there; until then its place, or why not. An answer that is old stays, and says so. */
export function Shown<T>({ of, rows, children }: { of: UseQueryResult<T>; rows?: number; children: (data: T) => ReactNode }) {
  const { data, error } = of;
  return (
    <>
      {error ? <Failure error={error} again={() => of.refetch()} /> : null}
      {data !== undefined ? children(data) : error ? null : <Asked {...(rows === undefined ? {} : { rows })} />}
    </>
  );
}
