import { accessCheck } from "./projects.ts";

export const pushAccessUnexpected = accessCheck({
  id: "push-access-unexpected",
  title: "Push access nobody expects",
  action: "push",
});
