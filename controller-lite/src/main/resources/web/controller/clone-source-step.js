import { html, nothing } from 'lit';
import { PageElement } from 'shared/page-element.js';
import { ago } from 'shared/format.js';
import { FleetController } from './context.js';
import { isStale, sourceExcuse } from './clone-rules.js';
import { nodeName } from './fleet.js';
import 'shared/fs-legend.js';
import 'shared/partition-table.js';
import './node-disk-choice.js';
import './rescan-button.js';

/** Step 2: which disk is copied. Dispatches `chosen` (detail: {node, disk}). */
export class CloneSourceStep extends PageElement {
  static properties = { chosen: { attribute: false } };

  constructor() {
    super();
    new FleetController(this);
  }

  render() {
    return html`
      <div class="stack">
        <div>
          <h2 tabindex="-1">Which disk is copied?</h2>
          <p class="muted">It is only read. Partitions, boot sectors and everything between them are copied.</p>
        </div>
        <node-disk-choice
          group="source"
          .chosen=${this.chosen}
          .excuse=${(node, disk) => sourceExcuse(node, disk)}
        ></node-disk-choice>
        ${this.chosen ? this.#preview() : nothing}
      </div>
    `;
  }

  #preview() {
    const { node, disk } = this.chosen;
    return html`
      ${isStale(disk)
        ? html`<div class="note warn row spread">
            <span>${nodeName(node)} was scanned ${ago(disk.scanned_at)}: its disks may have changed since.</span>
            <rescan-button .node=${node}></rescan-button>
          </div>`
        : nothing}
      <section class="stack tight" aria-label="What will be copied">
        <h3>What will be copied: ${disk.device} of ${nodeName(node)}</h3>
        <fs-legend .disks=${[disk]}></fs-legend>
        <partition-table .disk=${disk}></partition-table>
      </section>
    `;
  }
}

customElements.define('clone-source-step', CloneSourceStep);
