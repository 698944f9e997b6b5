import { html } from 'lit';
import { PartitionDialog } from './partition-dialog.js';
import { holds } from './partition-words.js';

/** A partition deleted. */
export class PartitionDeleteDialog extends PartitionDialog {
  destroys = true;

  title() {
    return `Delete partition ${this.partition.number}`;
  }

  fields() {
    return html`<p class="note danger">Partition ${this.partition.number} and what it holds will be gone: ${holds(this.partition)}.</p>`;
  }

  wish() {
    return { operation: 'delete', params: { partition: this.partition.number } };
  }
}

customElements.define('partition-delete-dialog', PartitionDeleteDialog);
