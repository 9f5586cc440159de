import { Component, type ReactNode } from "react";

interface Props {
  readonly children: ReactNode;
  readonly instead: ReactNode;
}

/** Shows something else where drawing fails, so that a person is never left with an empty page. */
export class Safe extends Component<Props, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? this.props.instead : this.props.children;
  }
}
