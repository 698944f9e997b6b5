import { html } from 'lit';
import { PageElement } from 'shared/page-element.js';
import { announce } from 'shared/announce.js';

/** A line to be copied, with a button that does it; where the browser forbids that, it selects the text. */
export class CopyLine extends PageElement {
  static properties = { text: {}, label: {}, done: { state: true } };

  render() {
    return html`
      <div class="copy-line">
        <pre>${this.text}</pre>
        <button type="button" class="button small" aria-label=${this.label} @click=${this.#copy}>
          ${this.done ? 'Copied' : 'Copy'}
        </button>
      </div>
    `;
  }

  #copy = async () => {
    try {
      await navigator.clipboard.writeText(this.text);
      this.done = true;
      announce('Copied.');
      setTimeout(() => (this.done = false), 2000);
    } catch {
      getSelection().selectAllChildren(this.querySelector('pre'));
      announce('The text is selected: press Control and C to copy it.');
    }
  };
}

customElements.define('copy-line', CopyLine);
