/** What we use of pdfmake. Its published types bring those of a browser, and with them `document` and `window`, into the whole program. */
declare module "pdfmake" {
  const pdfmake: {
    virtualfs: { writeFileSync(name: string, content: string, encoding: "base64"): void };
    setFonts(fonts: Record<string, Record<"normal" | "bold" | "italics" | "bolditalics", string>>): void;
    setUrlAccessPolicy(allowed: (url: string) => boolean): void;
    setLocalAccessPolicy(allowed: (path: string) => boolean): void;
    createPdf(definition: object): { getBuffer(): Promise<Uint8Array> };
  };
  export = pdfmake;
}

declare module "pdfmake/build/vfs_fonts.js" {
  /** Files by name, as base64. */
  const files: Record<string, string>;
  export = files;
}
