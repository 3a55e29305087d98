import { Component, type ReactNode } from "react";
import { en } from "../text/en.ts";
import { Button } from "./button.tsx";

interface FaultBoundaryProps {
  readonly children: ReactNode;
}

/** Keeps a fault inside one page. The rest of the window works on, and the page can be opened again. */
export class FaultBoundary extends Component<FaultBoundaryProps, { readonly stopped: boolean }> {
  override state = { stopped: false };

  static getDerivedStateFromError(): { readonly stopped: boolean } {
    return { stopped: true };
  }

  override render(): ReactNode {
    if (!this.state.stopped) return this.props.children;
    return (
      <div className="empty" role="alert">
        <p className="empty-title">{en.frame.fault.title}</p>
        <p>{en.frame.fault.sentence}</p>
        <p className="soft">{en.errors.code("INTERNAL")}</p>
        <Button kind="main" onPress={() => this.setState({ stopped: false })}>
          {en.frame.fault.open}
        </Button>
      </div>
    );
  }
}
