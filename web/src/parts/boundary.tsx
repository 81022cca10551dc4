import { Component, type ReactNode } from "react";
import { Failure } from "./states.tsx";

/** Keeps what goes wrong while a page is drawn to that page: the way to the others stays. */
export class Boundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    return error ? <Failure error={error} again={() => this.setState({ error: null })} /> : this.props.children;
  }
}
