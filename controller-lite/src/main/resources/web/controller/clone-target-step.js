import { html, nothing } from 'lit';
import { PageElement } from 'shared/page-element.js';
import { bytes } from 'shared/format.js';
import { FleetController } from './context.js';
import { targetExcuse } from './clone-rules.js';
import { nodeName } from './fleet.js';
import './node-disk-choice.js';

/** Step 3: which disk is written over. Dispatches `chosen` (detail: {node, disk}). */
export class CloneTargetStep extends PageElement {
  static properties = { source: { attribute: false }, chosen: { attribute: false } };

  constructor() {
    super();
    new FleetController(this);
  }

  render() {
    if (!this.source) {
      return html`<h2 tabindex="-1">Loading…</h2>`;
    }
    const { node, disk } = this.source;
    return html`
      <div class="stack">
        <div>
          <h2 tabindex="-1">Which disk is written over?</h2>
          <p class="muted">
            It receives ${disk.device} of ${nodeName(node)} and must have at least ${bytes(disk.size_bytes)}.
          </p>
        </div>
        <node-disk-choice
          group="target"
          erases
          .chosen=${this.chosen}
          .excuse=${(candidate, candidateDisk) => targetExcuse(this.source, candidate, candidateDisk)}
        ></node-disk-choice>
        ${this.chosen
          ? html`<p class="note danger" role="status">
              Everything on <b>${this.chosen.disk.device}</b> of <b>${nodeName(this.chosen.node)}</b> will be erased
              ${this.chosen.disk.model || this.chosen.disk.serial
                ? html`(${[this.chosen.disk.model, this.chosen.disk.serial].filter(Boolean).join(', ')})`
                : nothing}.
            </p>`
          : nothing}
      </div>
    `;
  }
}

customElements.define('clone-target-step', CloneTargetStep);
