/**
 * An id as a bare JSON number of any length. Platforms give 64-bit ids, more than a JavaScript number holds, so ids are text in
 * the simulators and numbers on the wire.
 */
export function rawId(id: string): unknown {
  return (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(id);
}
