import { effect } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { ThemeToggle } from "../shared/theme-toggle.js";
import { LazyView } from "./lazy-view.js";
import "./shell.css";
import { VIEWS, view } from "./views.js";

/** What is around the views: where one is, how to get elsewhere, and the colors. */
export function Shell(): VNode {
  const main = useRef<HTMLElement>(null);
  useEffect(() => followView(() => main.current?.focus()), []);
  const skip = (event: Event): void => {
    // The hash names the view.
    event.preventDefault();
    main.current?.focus();
  };
  return (
    <>
      <a class="skip" href="#main" onClick={skip}>
        Skip to the content
      </a>
      <header class="shell-header">
        <span class="shell-name">
          oauth1 <span class="shell-subject">OAuth 1.0a, to look at</span>
        </span>
        <nav class="shell-nav" aria-label="Views">
          {VIEWS.map(({ id, name }) => (
            <a key={id} href={`#/${id}`} aria-current={id === view.value.id ? "page" : undefined}>
              {name}
            </a>
          ))}
        </nav>
        <ThemeToggle />
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        {VIEWS.map((one) => (
          <LazyView key={one.id} view={one} isShown={one === view.value} />
        ))}
      </main>
    </>
  );
}

// Whoever follows a link of the navigation goes on in the view, as on a page of its own.
function followView(goThere: () => void): () => void {
  let isFirst = true;
  return effect(() => {
    document.title = `${view.value.title} · OAuth 1.0a`;
    if (!isFirst) {
      scrollTo(0, 0);
      goThere();
    }
    isFirst = false;
  });
}
