import type { AuditView, Table } from "../../model/report.ts";
import { aContext, anAuditView } from "../../reports/testing/views.ts";
import type { IssueDraft } from "../tracker.ts";

/** What a run hands to a tracker, for tests. */
export function aDraft(view: AuditView = anAuditView(), over: Partial<IssueDraft> = {}): IssueDraft {
  return {
    auditId: "zendesk-global/FY27-Q4",
    title: "Zendesk Global audit FY27-Q4",
    template: "Zendesk Global",
    fallbackTemplate: "zendesk",
    view,
    ...aContext,
    assignee: null,
    dueDate: "2026-12-06",
    ...over,
  };
}

export function aTable(id: string, rows: number): Table {
  const columns = ["name", "e-mail"];
  return { id, title: id, columns, rows: Array.from({ length: rows }, (_, row) => [`${id} person ${row}`, `${row}@acme.test`]) };
}
