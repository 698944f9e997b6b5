import { html, nothing } from 'lit';
import { PageElement } from './page-element.js';
import { plural } from './format.js';
import { sentence } from './partition-words.js';

/** @import { PartitionOperation } from './types.js' */

/**
 * The operations that wait for a disk. Dispatches `operations-removed` (detail: their ids, last first) and `apply-wanted`.
 * `locked`: they are being carried out.
 */
export class OperationQueue extends PageElement {
  static properties = {
    operations: { attribute: false },
    refusals: { attribute: false },
    locked: { type: Boolean },
    busy: { type: Boolean },
  };

  render() {
    /** @type {PartitionOperation[]} */
    const { operations } = this;
    return html`
      <h3>Queue</h3>
      ${operations.length === 0
        ? html`<p class="muted">No operations queued.</p>`
        : html`<ol class="operation-queue">
            ${operations.map((each, index) => this.#item(each, index))}
          </ol>`}
      ${this.locked ? nothing : this.#buttons(operations)}
    `;
  }

  #item(operation, index) {
    const refusal = this.refusals.find((one) => one.operation === index);
    return html`<li>
      <span>${sentence(operation)}</span>
      ${refusal ? html`<span class="wrong">${refusal.reason} ${refusal.remedy ?? ''}</span>` : nothing}
      ${this.locked
        ? html`<span class="chip">${operation.status}</span>`
        : html`<button
            type="button"
            class="button quiet small"
            aria-label=${`Remove: ${sentence(operation)}`}
            ?disabled=${this.busy}
            @click=${() => this.#remove([operation])}
          >
            Remove
          </button>`}
    </li>`;
  }

  #buttons(operations) {
    const none = operations.length === 0;
    return html`<div class="row">
      <button
        type="button"
        class="button danger"
        ?disabled=${this.busy || none || this.refusals.length > 0}
        title=${none ? 'Queue an operation first.' : ''}
        @click=${() => this.dispatchEvent(new CustomEvent('apply-wanted', { bubbles: true }))}
      >
        Apply ${plural(operations.length, 'operation')}
      </button>
      <button type="button" class="button" ?disabled=${this.busy || none} @click=${() => this.#remove(operations.slice(-1))}>
        Undo last
      </button>
      <button type="button" class="button quiet" ?disabled=${this.busy || none} @click=${() => this.#remove(operations)}>
        Remove all
      </button>
    </div>`;
  }

  #remove(operations) {
    const detail = operations.map((each) => each.id).reverse();
    this.dispatchEvent(new CustomEvent('operations-removed', { detail, bubbles: true }));
  }
}

customElements.define('operation-queue', OperationQueue);
