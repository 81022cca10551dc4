/** A page of a list whose items are JSON already: an answer passes them on as they are, and nobody parses a hundred of them to write them again. */
export interface WrittenPage {
  written: readonly string[];
  next: string | null;
  total: number;
}
