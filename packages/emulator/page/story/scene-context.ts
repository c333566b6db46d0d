import { createContext, type Context } from "preact";
import { useContext } from "preact/hooks";
import type { Scene } from "./scene.js";

/** Where the parts of the view find their scene. */
export const SceneContext: Context<Scene | undefined> = createContext<Scene | undefined>(undefined);

/** The scene of the view that a component is a part of. */
export function useScene(): Scene {
  const scene = useContext(SceneContext);
  if (scene === undefined) throw new TypeError("This belongs into a SceneContext.Provider.");
  return scene;
}
