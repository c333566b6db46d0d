/** Debian's browser, which the tests use where it is installed. */
export const CHROMIUM = "/usr/bin/chromium";

/** Without a window, and without what it asks of its maker. */
export const CHROMIUM_FLAGS: string[] = [
  ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];
