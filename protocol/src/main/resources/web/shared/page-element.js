import { LitElement } from 'lit';

/**
 * Base of every component here. It renders into the page itself, not into a shadow tree: one stylesheet styles all,
 * and labels and descriptions may point from one component into another.
 */
export class PageElement extends LitElement {
  createRenderRoot() {
    return this;
  }
}
