import "@mantine/core/styles.css";
import "./styles.css";
import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ApiProblem } from "./api.ts";
import { Shell } from "./shell.tsx";
import { theme } from "./theme.ts";

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // What was refused is refused again; what could not be reached may be in a moment.
      retry: (count, error) => count < 2 && !(error instanceof ApiProblem && error.problem.status < 500),
      refetchInterval: 30_000,
    },
  },
});
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";
// What keeps the page from scrolling behind a dialog writes a style too, and asks for the nonce there.
Object.assign(globalThis, { __webpack_nonce__: nonce });
const page = document.getElementById("page");

if (page) {
  createRoot(page).render(
    <StrictMode>
      <MantineProvider
        theme={theme}
        defaultColorScheme="auto"
        colorSchemeManager={localStorageColorSchemeManager({ key: "rollcall-color-scheme" })}
        getStyleNonce={() => nonce}
      >
        <QueryClientProvider client={client}>
          <Shell />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}
