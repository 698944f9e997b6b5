import { html, nothing } from 'lit';
import { PartitionDialog, typed } from './partition-dialog.js';
import { bytes } from './format.js';
import { MIB, growExcuse, largestSize, smallestSize } from './partition-words.js';

/** A partition made larger or smaller, its file system with it. */
export class PartitionResizeDialog extends PartitionDialog {
  static properties = { wanted: { state: true } };

  title() {
    return `Resize partition ${this.partition.number}`;
  }

  begin() {
    this.wanted = this.partition.size_bytes;
  }

  fields() {
    const { partition } = this;
    const least = smallestSize(this.disk, partition);
    const most = largestSize(this.disk, partition);
    const grows = growExcuse(partition);
    const words = `New size of partition ${partition.number} in MiB`;
    return html`
      <p>
        Now ${bytes(partition.size_bytes)}${partition.used_bytes === null ? '' : `, ${bytes(partition.used_bytes)} of it used`}.
        ${least === partition.size_bytes ? html`It cannot shrink: ${partition.excuse ?? 'what it holds is not known.'}` : nothing}
        ${grows === null ? nothing : html`It cannot grow: ${grows}`}
      </p>
      ${this.pictureWith(partition.start_bytes, Math.max(MIB, Math.min(this.wanted, most)))}
      ${this.amount(
        'size',
        words,
        partition.size_bytes,
        least,
        most,
        (size) => (this.wanted = size),
      )}
      ${this.wanted < Math.floor(partition.size_bytes / MIB) * MIB
        ? html`<p class="note warn" role="status">
            The file system is checked, then made smaller, then the partition. A copy of what matters should exist.
          </p>`
        : nothing}
    `;
  }

  wish(data) {
    const most = largestSize(this.disk, this.partition);
    const wanted = typed(data, 'size');
    if (wanted === Math.floor(this.partition.size_bytes / MIB) * MIB) {
      return null;
    }
    return {
      operation: 'resize',
      params: {
        partition: this.partition.number,
        new_size_bytes: wanted === Math.floor(most / MIB) * MIB ? most : wanted,
      },
    };
  }
}

customElements.define('partition-resize-dialog', PartitionResizeDialog);
