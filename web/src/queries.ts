import { type UseQueryResult, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { useSearch } from "wouter";
import { useBrowserLocation } from "wouter/use-browser-location";
import type { Answer, Call, EndpointName } from "../../src/model/api/endpoints.ts";
import { ask, type Given } from "./api.ts";

/** One call, kept fresh; what was there stays while more of the same is asked for, and never under the name of something else. */
export function useCall<N extends EndpointName>(name: N, given: Call<N>): UseQueryResult<Answer<N>> {
  return useQuery({
    queryKey: [name, given],
    queryFn: ({ signal }) => ask(name, given, signal),
    placeholderData: (before, query) => (query && placeOf(query.queryKey[1]) === placeOf(given) ? before : undefined),
  }) as UseQueryResult<Answer<N>>;
}

/** What a call is about, whatever is filtered, sorted or searched there. */
function placeOf(given: unknown): string {
  const { params, query } = given as Given;
  return JSON.stringify([params, query?.audit, query?.period]);
}

/** A write; afterwards everything shown is asked for again. @param done told also where whoever asked is not shown any more */
export function useWrite<N extends EndpointName>(name: N, done: (answer: Answer<N>) => void = () => {}) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (given: Call<N>) => ask(name, given),
    onSuccess: (answer: Answer<N>) => done(answer),
    onSettled: () => client.invalidateQueries(),
  });
}

/** Filters of a page, kept in its address: a link leads to the same, and the back button back. */
export function useFilters(): [Record<string, string>, (change: Record<string, string | null>) => void] {
  const search = useSearch();
  const [path, go] = useBrowserLocation();
  const filters = useMemo(() => Object.fromEntries(new URLSearchParams(search)), [search]);
  const change = (wanted: Record<string, string | null>) => {
    const next = new URLSearchParams(search);
    for (const [key, value] of Object.entries(wanted)) value === null || value === "" ? next.delete(key) : next.set(key, value);
    const text = next.toString();
    go(text === "" ? path : `${path}?${text}`, { replace: true });
  };
  return [filters, change];
}
