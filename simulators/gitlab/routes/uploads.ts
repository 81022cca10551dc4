import { randomBytes } from "node:crypto";
import { uploadEntity } from "../entities.ts";
import { ApiError, badParameter, forbidden, notFound } from "../errors.ts";
import type { UploadedFile } from "../params.ts";
import { requiredText } from "../params.ts";
import { canReadProject, isMember, levelOf } from "../permissions.ts";
import { LEVELS, type Project, type Upload, type User } from "../shapes.ts";
import { nextId, type World } from "../state.ts";
import { type Answer, type Context, created, listed, ok, projectOfRequest, type Route, signedIn } from "./context.ts";

const LARGEST = 100 * 1024 * 1024;
const IMAGES = /\.(?:png|jpe?g|gif|webp|bmp|ico)$/i;

export const uploadRoutes: Route[] = [
  { method: "POST", path: "/projects/:id/uploads", handle: upload },
  { method: "GET", path: "/projects/:id/uploads", handle: list },
  { method: "GET", path: "/projects/:id/uploads/:secret/:filename", handle: download },
];

function upload(context: Context): Answer {
  const { world, params } = context;
  const user = signedIn(context);
  const project = projectOfRequest(context);
  if (!isMember(world, project, user)) throw forbidden();
  const file = params.file;
  if (file === undefined) throw badParameter("file is missing");
  if (!isFile(file)) throw badParameter("file is invalid");
  if (file.bytes.length > LARGEST) throw new ApiError(413, { message: "413 Request Entity Too Large" });
  const kept: Upload = {
    id: nextId(world),
    secret: randomBytes(16).toString("hex"),
    filename: safeName(file.filename),
    contentType: file.contentType,
    bytes: file.bytes,
    userId: user.id,
  };
  project.uploads.push(kept);
  return created(uploadEntity(project, kept));
}

function isFile(value: unknown): value is UploadedFile {
  return typeof value === "object" && value !== null && "bytes" in value && Buffer.isBuffer(value.bytes);
}

/** The uploader keeps letters, digits, `.`, `-`, `+` and `_` of the last part of a name. */
function safeName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? "";
  const safe = last.replace(/[^\p{L}\p{N}_.\-+]/gu, "_");
  return safe === "" || /^\.+$/.test(safe) ? "unnamed" : safe;
}

function list(context: Context): Answer {
  const project = maintained(context);
  const rows = project.uploads.map((each) => ({
    id: each.id,
    size: each.bytes.length,
    filename: each.filename,
    created_at: project.createdAt,
  }));
  return listed(context, rows, (row) => row);
}

function download(context: Context): Answer {
  const project = maintained(context);
  const { params } = context;
  const found = findUpload(project, { secret: requiredText(params, "secret"), filename: requiredText(params, "filename") });
  return fileAnswer(found);
}

/** Over the API a file is Maintainer's to fetch; in a browser any member's. */
function maintained(context: Context): Project {
  const project = projectOfRequest(context);
  if (levelOf(context.world, project, signedIn(context)) < LEVELS.maintainer) throw forbidden();
  return project;
}

function findUpload(project: Project, { secret, filename }: { secret: string; filename: string }): Upload {
  const found = project.uploads.find((each) => each.secret === secret && each.filename === filename);
  if (found === undefined) throw notFound();
  return found;
}

/** The browser's way to a file: whoever may see the project. */
export function webDownload(
  world: World,
  user: User | null,
  path: { project: number; secret: string; filename: string },
): Answer {
  const project = world.projects.find((each) => each.id === path.project);
  if (project === undefined || !canReadProject(world, project, user)) throw notFound();
  return fileAnswer(findUpload(project, path));
}

/** Only pictures are shown in place: anything else a browser must save, whatever it says it is. */
function fileAnswer(upload: Upload): Answer {
  const kind = IMAGES.test(upload.filename) ? "inline" : "attachment";
  return ok(upload.bytes, {
    "Content-Type": IMAGES.test(upload.filename) ? upload.contentType : "application/octet-stream",
    "Content-Disposition": `${kind}; filename="${encodeURIComponent(upload.filename)}"`,
    "X-Content-Type-Options": "nosniff",
  });
}
