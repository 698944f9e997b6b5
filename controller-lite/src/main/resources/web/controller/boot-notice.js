import { html, nothing } from 'lit';
import { PageElement } from 'shared/page-element.js';
import { api } from './context.js';

const EVERY_MS = 15_000;

/** Says that machines cannot boot over the network, and why, as long as that is so. */
export class BootNotice extends PageElement {
  static properties = { problem: { state: true } };

  #clock = 0;

  constructor() {
    super();
    this.problem = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#look();
    this.#clock = setInterval(() => this.#look(), EVERY_MS);
  }

  disconnectedCallback() {
    clearInterval(this.#clock);
    super.disconnectedCallback();
  }

  render() {
    return this.problem
      ? html`<div class="note danger" role="alert">
          <h3>Network boot does not work</h3>
          <p>${this.problem}</p>
        </div>`
      : nothing;
  }

  async #look() {
    try {
      this.problem = (await api.networkBoot()).problem ?? null;
    } catch {
      // That the controller does not answer is said elsewhere.
    }
  }
}

customElements.define('boot-notice', BootNotice);
