import type { Scene } from "../model/scene.ts";

/** Something derived from a scene once, however many checks and subjects ask for it. A scene never changes after it is built. */
export function perScene<T>(derive: (scene: Scene) => T): (scene: Scene) => T {
  const derived = new WeakMap<Scene, { value: T }>();
  return (scene) => {
    let entry = derived.get(scene);
    if (!entry) {
      entry = { value: derive(scene) };
      derived.set(scene, entry);
    }
    return entry.value;
  };
}
