import type { Finding } from "../../model/finding.ts";
import type { Scene } from "../../model/scene.ts";
import type { Refs } from "../finding-refs.ts";

/** What the tables of one audit are made from. */
export interface Seen {
  scene: Scene;
  refs: Refs;
  findings: readonly Finding[];
}
