/** What somebody sees who is not signed in. No script, no style but the browser's own. @param wasTried they came by a link */
export function loginPage(wasTried: boolean): string {
  const why = wasTried
    ? "<p>This link was used before, or is not the one that was printed last.</p>"
    : "<p>Nobody is signed in in this browser.</p>";
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>Sign in – Rollcall</title></head>
<body><main><h1>Rollcall</h1>${why}
<p>Open the link that <code>rollcall serve</code> printed in its terminal. It works once; when it was used, start
<code>rollcall serve</code> again for another one.</p></main></body></html>
`;
}
