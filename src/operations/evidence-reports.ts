import type { NewFile } from "../evidence/archive-writer.ts";
import type { EvidenceView } from "../model/evidence-view.ts";

/** What people read of an audit's evidence. */
export async function evidenceReports(_view: EvidenceView): Promise<NewFile[]> {
  return [];
}
