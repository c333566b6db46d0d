import { describe, expect, it, vi } from "vitest";
import { CallError, LoginError, OAuth1Error } from "@oauth1/client";

// As where an app imports the package, and something that the app uses requires it.
vi.resetModules();
const copy = await import("@oauth1/client");

it("an error shows no cause where there is none", () => {
  expect("cause" in new CallError("network", "lost")).toBe(false);
});

describe("an error of another copy of the package", () => {
  const call = new copy.CallError("network", "lost");
  const login = new copy.LoginError("denied", "no");

  it("is known for what it is", () => {
    expect([call instanceof CallError, login instanceof LoginError]).toEqual([true, true]);
    expect([call instanceof OAuth1Error, login instanceof OAuth1Error]).toEqual([true, true]);
    expect(new CallError("network", "lost") instanceof copy.CallError).toBe(true);
  });

  it("is known for nothing else", () => {
    expect([call instanceof LoginError, login instanceof CallError]).toEqual([false, false]);
    const others = [new Error("lost"), "CallError", undefined, null];
    expect(others.filter((other) => other instanceof OAuth1Error)).toEqual([]);
  });

  it("is none of a class that the app has made of it", () => {
    class AlbumError extends CallError {}
    const own = new AlbumError("network", "lost");
    expect([
      call instanceof AlbumError,
      new CallError("network", "") instanceof AlbumError,
    ]).toEqual([false, false]);
    expect([own instanceof AlbumError, own instanceof CallError]).toEqual([true, true]);
  });

  it("is known also where it has a name of the app's", () => {
    const named = Object.assign(new CallError("network", "lost"), { name: "AlbumError" });
    expect([named instanceof CallError, named instanceof OAuth1Error]).toEqual([true, true]);
  });
});
