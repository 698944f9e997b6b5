import { html, nothing } from 'lit';
import { PageElement } from './page-element.js';
import { diskHead } from './disk-card.js';
import './disk-visualizer.js';

/** @import { DiskInfo } from './types.js' */

/**
 * Choice of one disk among several, each drawn. `excuse` tells for a disk why it cannot be chosen (null when it can);
 * such a disk is shown with the reason. Dispatches `disk-selected` (detail: the disk). With `erases` the choice is drawn
 * in red: what is chosen here is written over.
 */
export class DiskSelector extends PageElement {
  static properties = {
    disks: { attribute: false },
    selected: {},
    group: {},
    label: {},
    excuse: { attribute: false },
    erases: { type: Boolean },
  };

  constructor() {
    super();
    /** @type {(disk: DiskInfo) => string|null} */
    this.excuse = () => null;
    this.group = 'disk';
    this.idPrefix = `disk-${Math.random().toString(36).slice(2, 8)}`;
  }

  render() {
    return html`
      <div class="choices" role="radiogroup" aria-label=${this.label ?? 'Disks'}>
        ${this.disks.map((disk, index) => this.#choice(disk, `${this.idPrefix}-${index}`))}
      </div>
    `;
  }

  #choice(disk, id) {
    const excuse = this.excuse(disk);
    const chosen = this.selected === disk.device;
    return html`
      <div class="choice ${this.erases ? 'erases' : ''}" data-device=${disk.device}>
        <input
          type="radio"
          id=${id}
          name=${this.group}
          .checked=${chosen}
          ?disabled=${excuse !== null}
          aria-describedby=${excuse === null ? nothing : `${id}-excuse`}
          @change=${() => this.dispatchEvent(new CustomEvent('disk-selected', { detail: disk, bubbles: true }))}
        />
        <div class="choice-body">
          <label for=${id}>${diskHead(disk)}</label>
          <disk-visualizer compact .disk=${disk} .erased=${this.erases && chosen}></disk-visualizer>
          ${excuse === null ? nothing : html`<p class="excuse" id=${`${id}-excuse`}>${excuse}</p>`}
        </div>
      </div>
    `;
  }
}

customElements.define('disk-selector', DiskSelector);
