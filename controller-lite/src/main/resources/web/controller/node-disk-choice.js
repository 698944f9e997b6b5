import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { PageElement } from 'shared/page-element.js';
import { fleet, FleetController } from './context.js';
import { nodeName } from './fleet.js';
import { nodeFacts, nodeStatus } from './node-card.js';
import 'shared/disk-selector.js';
import './rescan-button.js';

/**
 * Every node with its disks to choose one from. `excuse(node, disk)` tells why one cannot be; those that can be chosen
 * come first. Dispatches `chosen` (detail: {node, disk}).
 */
export class NodeDiskChoice extends PageElement {
  static properties = {
    group: {},
    erases: { type: Boolean },
    chosen: { attribute: false },
    excuse: { attribute: false },
  };

  constructor() {
    super();
    new FleetController(this);
  }

  render() {
    const nodes = fleet.nodes;
    if (nodes === null) {
      return html`<p class="muted">Loading…</p>`;
    }
    if (nodes.length === 0) {
      return html`<p class="note warn">There are no nodes yet. <a href="/nodes">Add one first.</a></p>`;
    }
    const usable = (node) => (fleet.disks.get(node.id) ?? []).some((disk) => this.excuse(node, disk) === null);
    const sorted = nodes.toSorted((a, b) => Number(usable(b)) - Number(usable(a)));
    return html`<div class="stack">${repeat(sorted, (node) => node.id, (node) => this.#node(node))}</div>`;
  }

  #node(node) {
    const disks = fleet.disks.get(node.id);
    return html`
      <section class="node-group" aria-label=${nodeName(node)}>
        <div class="row spread">
          <div class="row">
            <h3>${nodeName(node)}</h3>
            ${nodeStatus(node)}
            <span class="muted small">${nodeFacts(node).slice(0, 2).join(' · ')}</span>
          </div>
          ${node.online ? html`<rescan-button .node=${node}></rescan-button>` : nothing}
        </div>
        ${disks === undefined ? html`<p class="muted">Loading disks…</p>` : nothing}
        ${disks?.length === 0 ? html`<p class="muted">No disks reported.</p>` : nothing}
        ${disks?.length > 0
          ? html`<disk-selector
              .disks=${disks}
              .group=${this.group}
              .erases=${this.erases}
              label=${`Disks of ${nodeName(node)}`}
              .selected=${this.chosen?.node.id === node.id ? this.chosen.disk.device : null}
              .excuse=${(disk) => this.excuse(node, disk)}
              @disk-selected=${(event) => this.#choose(node, event.detail)}
            ></disk-selector>`
          : nothing}
      </section>
    `;
  }

  #choose(node, disk) {
    this.dispatchEvent(new CustomEvent('chosen', { detail: { node, disk }, bubbles: true }));
  }
}

customElements.define('node-disk-choice', NodeDiskChoice);
