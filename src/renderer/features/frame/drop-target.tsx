import { useEffect, useState } from "react";
import { useStores } from "../../state/stores-context.ts";
import type { WindowStores } from "../../state/window-stores.ts";
import { en } from "../../text/en.ts";
import { Icon } from "../../ui/icon.tsx";

/** Takes files and folders dropped anywhere on the window. While something hovers, it says what a drop would do. */
export function DropTarget() {
  const stores = useStores();
  const [hovering, setHovering] = useState(false);
  useEffect(() => listenForDrops(stores, setHovering), [stores]);
  if (!hovering) return null;
  return (
    <div className="drop-veil" aria-hidden="true">
      <div className="drop-card">
        <Icon name="box-in" size="3em" />
        <p className="empty-title">{en.frame.drop.title}</p>
        <p>{en.frame.drop.sentence}</p>
      </div>
    </div>
  );
}

function listenForDrops(stores: WindowStores, setHovering: (hovering: boolean) => void): () => void {
  const over = (event: DragEvent): void => {
    if (event.dataTransfer?.types.includes("Files") !== true) return;
    event.preventDefault();
    setHovering(true);
  };
  const leave = (event: DragEvent): void => {
    if (event.relatedTarget === null) setHovering(false);
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setHovering(false);
    void takeDrop(stores, [...(event.dataTransfer?.files ?? [])]);
  };
  window.addEventListener("dragover", over);
  window.addEventListener("dragleave", leave);
  window.addEventListener("drop", drop);
  return () => {
    window.removeEventListener("dragover", over);
    window.removeEventListener("dragleave", leave);
    window.removeEventListener("drop", drop);
  };
}

async function takeDrop(stores: WindowStores, files: readonly File[]): Promise<void> {
  const dropped = await stores.drop.getState().take(files);
  if (dropped === null) return;
  if (dropped.kind === "request") {
    stores.record.getState().offer(dropped.request);
    return;
  }
  stores.place.getState().go({ name: "import" });
  await stores.imports.getState().scan(dropped.source);
}
