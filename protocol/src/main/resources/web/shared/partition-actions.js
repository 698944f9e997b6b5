import { html, nothing } from 'lit';
import { PageElement } from './page-element.js';
import { MIB, excuse, gaps, largestSize, movePlaces, sizeExcuse, smallestSize, unwritable } from './partition-words.js';
import './partition-create-dialog.js';
import './partition-delete-dialog.js';
import './partition-flag-dialog.js';
import './partition-format-dialog.js';
import './partition-move-dialog.js';
import './partition-resize-dialog.js';

/** @import { DiskInfo } from './types.js' */

const ACTIONS = {
  create: 'Create',
  resize: 'Resize',
  move: 'Move',
  format: 'Format',
  delete: 'Delete',
  flag: 'Flags',
};

/**
 * What can be done to a disk and its chosen partition, as they will be when what is queued is done; what cannot says why.
 * `queue` queues a wish. The dialogs dispatch `operation-queued`; `clear-wanted`: all partitions are to go.
 */
export class PartitionActions extends PageElement {
  static properties = {
    disk: { attribute: false },
    selected: { attribute: false },
    queue: { attribute: false },
    busy: { type: Boolean },
  };

  render() {
    /** @type {DiskInfo} */
    const disk = this.disk;
    const partition = this.#chosen();
    const reasons = Object.keys(ACTIONS).map((action) => [action, this.#excuse(disk, partition, action)]);
    const shown = new Set(reasons.filter(([action]) => partition || action === 'create').map(([, why]) => why));
    shown.delete(null);
    const kept = unwritable(disk) ?? disk.partitions.flatMap((each) => each.in_use ?? [])[0];
    return html`
      <div class="row" role="group" aria-label="New operation">
        ${reasons.map(
          ([action, why]) => html`<button
            type="button"
            class="button small"
            ?disabled=${why !== null || this.busy}
            title=${why ?? ''}
            @click=${() => this.ask(action)}
          >
            ${ACTIONS[action]}
          </button>`,
        )}
        ${disk.partitions.filter((each) => each.number > 0).length > 1
          ? html`<button
              type="button"
              class="button small quiet"
              ?disabled=${this.busy || kept !== undefined}
              title=${kept ?? ''}
              @click=${() => this.dispatchEvent(new CustomEvent('clear-wanted', { bubbles: true }))}
            >
              Delete all
            </button>`
          : nothing}
      </div>
      ${partition
        ? nothing
        : html`<p class="muted small">Choose a partition in the picture to change it, or free space to fill it.</p>`}
      ${[...shown].map((why) => html`<p class="muted small">${why}</p>`)}
      <div>
        <partition-create-dialog></partition-create-dialog>
        <partition-resize-dialog></partition-resize-dialog>
        <partition-move-dialog></partition-move-dialog>
        <partition-format-dialog></partition-format-dialog>
        <partition-delete-dialog></partition-delete-dialog>
        <partition-flag-dialog></partition-flag-dialog>
      </div>
    `;
  }

  #excuse(disk, partition, action) {
    const never = unwritable(disk);
    if (never) {
      return never;
    }
    if (action === 'create') {
      return gaps(disk).length === 0 ? `There is no free space on ${disk.device}.` : null;
    }
    if (!partition) {
      return 'Choose a partition in the picture first.';
    }
    const why = excuse(partition, action);
    if (why === null && action === 'move' && movePlaces(disk, partition).length === 0) {
      return 'No free space is large enough to move it to.';
    }
    if (why === null && action === 'resize' && largestSize(disk, partition) - smallestSize(disk, partition) < MIB) {
      return sizeExcuse(partition);
    }
    return why;
  }

  /** Opens the dialog of an action. @param {string} action @param {number} [place] where a gap begins */
  ask(action, place) {
    const { disk, queue } = this;
    this.querySelector(`partition-${action}-dialog`).ask({ disk, partition: this.#chosen(), place, queue });
  }

  #chosen() {
    return this.disk.partitions.find((each) => each.number === this.selected);
  }
}

customElements.define('partition-actions', PartitionActions);
