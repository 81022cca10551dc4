// Before anything is drawn: the scheme chosen last, else the machine's. A file of its own, since no inline script may run.
const chosen = localStorage.getItem("rollcall-color-scheme");
const isDark = chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
document.documentElement.setAttribute("data-mantine-color-scheme", isDark ? "dark" : "light");
