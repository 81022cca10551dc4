import fc from "fast-check";
import { expect, it } from "vitest";
import { step } from "../core/follow-up.ts";
import { plan, recorded } from "../core/plan.ts";
import { anyState, moment, start } from "../core/testing/any-follow-up.ts";
import { parseStepMarker, stepMarker } from "./step-marker.ts";

it("a store rebuilt from the issue's markers goes on as if nothing had been lost", () => {
  fc.assert(
    fc.property(anyState, moment, fc.boolean(), (state, now, hasNotes) => {
      const made = plan(state, { from: new Date(start).toISOString(), until: now });
      const kept = made.reduce((then, { at, act }) => recorded(then, [act], at), state);
      const refs = new Map(state.findings.map(({ ref, key }) => [ref, key]));
      const keyOf = (ref: string) => (hasNotes ? (refs.get(ref) ?? null) : null);

      const read = kept.done.map((act) => parseStepMarker(`${stepMarker(state.audit, act)}\n\n@dana: words`, keyOf)?.act);

      expect(read).not.toContain(undefined);
      const rebuilt = { ...state, done: read.flatMap((act) => act ?? []) };
      expect(step(rebuilt, now)).toEqual(step(kept, now));
      expect(plan(rebuilt, { from: now, until: "2027-02-20T00:00:00Z" })).toEqual(
        plan(kept, { from: now, until: "2027-02-20T00:00:00Z" }),
      );
    }),
    { numRuns: 50 },
  );
});
