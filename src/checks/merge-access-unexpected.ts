import { accessCheck } from "./projects.ts";

export const mergeAccessUnexpected = accessCheck({
  id: "merge-access-unexpected",
  title: "Merge access nobody expects",
  action: "merge",
});
