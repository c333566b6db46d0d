import { useSignal } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import "./theme-toggle.css";

/** Chooses between light and dark, and remembers it. Until then the system decides. */
export function ThemeToggle(): VNode {
  const theme = useSignal<Theme>(remembered() ?? systemTheme());
  useEffect(() => {
    const known = remembered();
    if (known !== undefined) show(known);
  }, []);
  const other = theme.value === "dark" ? "light" : "dark";
  const toggle = (): void => {
    theme.value = other;
    show(other);
    remember(other);
  };
  return (
    <button type="button" class="theme-toggle" onClick={toggle} title={`Switch to ${other} colors`}>
      <span class="theme-toggle-sign" aria-hidden="true" />
      <span class="unseen">Switch to {other} colors</span>
    </button>
  );
}

type Theme = "dark" | "light";

const NAME = "oauth1-theme";

function show(theme: Theme): void {
  document.documentElement.dataset["theme"] = theme;
}

function systemTheme(): Theme {
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

// A browser may forbid a page to remember anything.
function remembered(): Theme | undefined {
  try {
    const theme = localStorage.getItem(NAME);
    return theme === "dark" || theme === "light" ? theme : undefined;
  } catch {
    return undefined;
  }
}

function remember(theme: Theme): void {
  try {
    localStorage.setItem(NAME, theme);
  } catch {
    // It holds until the page is left.
  }
}
