import { html, nothing } from 'lit';
import { PageElement } from './page-element.js';

/** Shows a {@link Problem}: what is wrong, what to do, which fields; with a button to try again when `retry` is set. */
export class ProblemBanner extends PageElement {
  static properties = { problem: { attribute: false }, retry: { attribute: false } };

  render() {
    if (!this.problem) {
      return nothing;
    }
    return html`
      <div class="note danger" role="alert">
        <h3>${this.problem.title}</h3>
        <p>${this.problem.detail}</p>
        ${this.problem.errors.length > 1
          ? html`<ul>
              ${this.problem.errors.map((error) => html`<li><code>${error.field}</code>: ${error.detail}</li>`)}
            </ul>`
          : nothing}
        ${this.retry
          ? html`<button type="button" class="button small" @click=${() => this.retry()}>Try again</button>`
          : nothing}
      </div>
    `;
  }
}

customElements.define('problem-banner', ProblemBanner);
