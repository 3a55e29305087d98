import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon.tsx";

/** A message that stays in its place at the top of the page; it covers nothing and does not go away by itself. */
export function Banner(props: {
  readonly tone: "plain" | "warn" | "stop" | "changed";
  readonly icon: IconName;
  readonly title: string;
  readonly children?: ReactNode;
  readonly buttons?: ReactNode;
}) {
  return (
    <div className="banner" data-tone={props.tone} role="status">
      <Icon name={props.icon} size="1.8em" />
      <div className="banner-text">
        <p className="banner-title">{props.title}</p>
        {props.children}
      </div>
      {props.buttons}
    </div>
  );
}
