import { type PointerEvent, type RefObject, useEffect, useRef } from "react";
import { wheelAction } from "./timeline-keys.ts";

/** A finger that slid further than this was no tap. */
const TAP_PX = 8;

/** Where a pointer is, in CSS pixels from the corner of the drawing. */
export interface PointerPlace {
  readonly x: number;
  readonly y: number;
}

/** What pointers ask of the timeline. */
export interface PointerWishes {
  /** Positive pixels show what is later. */
  pan(px: number): void;
  zoom(factor: number, x: number): void;
  tap(place: PointerPlace): void;
  /** Null when the pointer left. */
  hover(place: PointerPlace | null): void;
}

interface Held extends PointerPlace {
  readonly startX: number;
  readonly startY: number;
}

/** Dragging pans, two fingers zoom, a tap that did not slide acts when it ends; hovering only with a mouse. */
export function usePointers(wishes: PointerWishes) {
  const held = useRef(new Map<number, Held>());
  const hasSlid = useRef(false);
  const onPointerDown = (event: PointerEvent<HTMLElement>): void => {
    if (event.button !== 0) return;
    const place = placeIn(event);
    event.currentTarget.setPointerCapture(event.pointerId);
    if (held.current.size === 0) hasSlid.current = false;
    else hasSlid.current = true;
    held.current.set(event.pointerId, { ...place, startX: place.x, startY: place.y });
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>): void => {
    const place = placeIn(event);
    const before = held.current.get(event.pointerId);
    if (before === undefined) {
      if (event.pointerType === "mouse") wishes.hover(place);
      return;
    }
    if (Math.hypot(place.x - before.startX, place.y - before.startY) > TAP_PX) hasSlid.current = true;
    if (!hasSlid.current) return;
    const other = [...held.current].find(([id]) => id !== event.pointerId)?.[1];
    if (other === undefined) wishes.pan(before.x - place.x);
    else pinch(before, place, other, wishes);
    held.current.set(event.pointerId, { ...before, ...place });
  };
  const onPointerUp = (event: PointerEvent<HTMLElement>): void => {
    const wasHeld = held.current.delete(event.pointerId);
    if (wasHeld && !hasSlid.current) wishes.tap(placeIn(event));
  };
  const onPointerCancel = (event: PointerEvent<HTMLElement>): void => void held.current.delete(event.pointerId);
  return { onPointerDown, onPointerMove, onPointerUp, onPointerCancel, onPointerLeave: () => wishes.hover(null) };
}

function pinch(before: PointerPlace, now: PointerPlace, other: PointerPlace, wishes: PointerWishes): void {
  const [was, is] = [Math.abs(before.x - other.x), Math.abs(now.x - other.x)];
  if (was > TAP_PX && is > TAP_PX) wishes.zoom(is / was, other.x);
}

function placeIn(event: PointerEvent<HTMLElement>): PointerPlace {
  const box = event.currentTarget.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
}

/** The wheel zooms at the pointer; with Shift, or turned sideways, it pans. */
export function useWheel(target: RefObject<HTMLElement | null>, wishes: PointerWishes): void {
  const latest = useRef(wishes);
  latest.current = wishes;
  useEffect(() => {
    const element = target.current;
    if (element === null) return;
    // React listens passively, and the page must not scroll away under the pointer.
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const action = wheelAction(event);
      if ("panPx" in action) latest.current.pan(action.panPx);
      else latest.current.zoom(action.factor, event.clientX - element.getBoundingClientRect().left);
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [target]);
}
