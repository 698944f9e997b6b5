import { html, nothing } from 'lit';
import { PageElement } from 'shared/page-element.js';
import { bytes } from 'shared/format.js';
import { fileSystem } from 'shared/file-systems.js';

/** @import { PartitionNote } from 'shared/types.js' */

/** How each partition is copied: used blocks only, or all of it and why. */
export class PartitionNotes extends PageElement {
  static properties = { notes: { attribute: false } };

  render() {
    if (this.notes.length === 0) {
      return nothing;
    }
    return html`
      <section class="card stack tight" aria-labelledby="notes-title">
        <h2 id="notes-title">How each partition is copied</h2>
        <table class="wraps">
          <thead>
            <tr>
              <th scope="col">No.</th>
              <th scope="col">Content</th>
              <th scope="col">Copied</th>
              <th scope="col">Bytes</th>
            </tr>
          </thead>
          <tbody>
            ${this.notes.map((note) => row(note))}
          </tbody>
        </table>
      </section>
    `;
  }
}

const METHODS = { used: 'Used blocks only', raw: 'Every byte', unwatched: 'Unwatched' };

/** @param {PartitionNote} note */
function row(note) {
  return html`
    <tr>
      <td data-label="No."><b>${note.number === 0 ? 'whole disk' : note.number}</b></td>
      <td data-label="Content">${note.method === 'unwatched' ? '' : fileSystem(note.filesystem).name}</td>
      <td data-label="Copied">
        <div>
          ${METHODS[note.method] ?? note.method}
          ${note.reason ? html`<span class="second">${note.reason}</span>` : nothing}
        </div>
      </td>
      <td data-label="Bytes" class="number-cell">${note.method === 'unwatched' ? '' : bytes(note.bytes)}</td>
    </tr>
  `;
}

customElements.define('partition-notes', PartitionNotes);
