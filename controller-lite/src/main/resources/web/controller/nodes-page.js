import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { PageElement } from 'shared/page-element.js';
import { plural } from 'shared/format.js';
import { fleet, FleetController } from './context.js';
import { nodeName } from './fleet.js';
import 'shared/fs-legend.js';
import 'shared/problem-banner.js';
import './add-node-dialog.js';
import './boot-notice.js';
import './node-card.js';

/** From this many nodes on, a field to find one. */
const MANY = 8;

/** All nodes with their disks drawn. */
export class NodesPage extends PageElement {
  static properties = { wanted: { state: true } };

  constructor() {
    super();
    new FleetController(this);
    this.wanted = '';
  }

  render() {
    const nodes = fleet.nodes;
    return html`
      <div class="page-head">
        <div>
          <h1 tabindex="-1">Nodes</h1>
          <p>${nodes ? summary(nodes) : 'Loading…'}</p>
        </div>
        <div class="row">
          <a class="button" href="/clone/new">Clone a disk</a>
          <button
            type="button"
            class="button primary"
            ?disabled=${fleet.viewerExcuse !== null}
            title=${fleet.viewerExcuse ?? nothing}
            @click=${() => this.querySelector('add-node-dialog').open()}
          >
            Add a node
          </button>
        </div>
      </div>
      <div class="stack">
        <boot-notice></boot-notice>
        ${fleet.problems.has('nodes')
          ? html`<problem-banner
              .problem=${fleet.problems.get('nodes')}
              .retry=${() => fleet.refreshNodes()}
            ></problem-banner>`
          : nothing}
        ${nodes?.length === 0 ? this.#empty() : nothing} ${nodes?.length > 0 ? this.#list(nodes) : nothing}
      </div>
      <add-node-dialog></add-node-dialog>
    `;
  }

  #list(nodes) {
    const shown = nodes.filter((node) => matches(node, this.wanted));
    return html`
      ${nodes.length >= MANY
        ? html`<div class="field">
            <label for="find-node">Find a node</label>
            <input
              id="find-node"
              type="text"
              placeholder="name, address, model or serial number"
              @input=${(event) => (this.wanted = event.target.value)}
            />
          </div>`
        : nothing}
      <fs-legend .disks=${shown.flatMap((node) => fleet.disks.get(node.id) ?? [])}></fs-legend>
      ${repeat(
        shown,
        (node) => node.id,
        (node) => html`<node-card .node=${node}></node-card>`,
      )}
      ${shown.length === 0 ? html`<p class="muted">No node matches “${this.wanted}”.</p>` : nothing}
    `;
  }

  #empty() {
    return html`
      <div class="card empty">
        <h2>No nodes yet</h2>
        <p>
          A node is a machine whose disks you clone. Boot one with the PureBoot image, or run the node program on a
          Linux machine: it appears here with its disks as soon as it has joined.
        </p>
        <button
          type="button"
          class="button primary"
          ?disabled=${fleet.viewerExcuse !== null}
          @click=${() => this.querySelector('add-node-dialog').open()}
        >
          Add the first node
        </button>
      </div>
    `;
  }
}

function summary(nodes) {
  const online = nodes.filter((node) => node.online).length;
  const offline = nodes.length - online;
  return offline === 0 ? plural(online, 'node') + ' online' : `${online} online · ${offline} offline`;
}

function matches(node, text) {
  const hay = [nodeName(node), node.ip_address, node.mac_address, node.vendor, node.model, node.serial_number];
  return hay.join(' ').toLowerCase().includes(text.trim().toLowerCase());
}

customElements.define('nodes-page', NodesPage);
