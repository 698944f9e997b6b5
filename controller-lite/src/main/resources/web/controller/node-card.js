import { html, nothing } from 'lit';
import { PageElement } from 'shared/page-element.js';
import { ago, bytes } from 'shared/format.js';
import { fleet, FleetController } from './context.js';
import { nodeName } from './fleet.js';
import 'shared/disk-card.js';
import './rescan-button.js';

/** @import { NodeInfo } from 'shared/types.js' */

/** A node in the list: what it is, whether it is there, its disks drawn. Fetches the disks once it scrolls into view. */
export class NodeCard extends PageElement {
  static properties = { node: { attribute: false } };
  #observer = null;

  constructor() {
    super();
    new FleetController(this);
  }

  connectedCallback() {
    super.connectedCallback();
    this.#observer = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) {
        fleet.wantDisks(this.node.id);
        this.#observer.disconnect();
      }
    });
    this.#observer.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#observer?.disconnect();
  }

  render() {
    /** @type {NodeInfo} */
    const node = this.node;
    return html`
      <article class="card stack" aria-label=${nodeName(node)}>
        <div class="row spread">
          <div>
            <h2 class="row">
              <a class="session-title" href="/nodes/${node.id}">${nodeName(node)}</a>
              ${nodeStatus(node)}
            </h2>
            <p class="muted small">${nodeFacts(node).join(' · ')}</p>
          </div>
          <div class="row"><rescan-button .node=${node}></rescan-button></div>
        </div>
        ${this.#disks()}
      </article>
    `;
  }

  #disks() {
    const disks = fleet.disks.get(this.node.id);
    const problem = fleet.problems.get(`disks:${this.node.id}`);
    if (problem) {
      return html`<problem-banner
        .problem=${problem}
        .retry=${() => fleet.refreshDisks(this.node.id)}
      ></problem-banner>`;
    }
    if (!disks) {
      return html`<p class="muted">Loading disks…</p>`;
    }
    if (disks.length === 0) {
      return html`<p class="muted">This node has reported no disks.</p>`;
    }
    return disks.map((disk) => html`<disk-card compact .disk=${disk}></disk-card>`);
  }
}

/** @param {NodeInfo} node */
export function nodeStatus(node) {
  return node.online
    ? html`<span class="chip ok">Online</span>`
    : html`<span class="chip">Offline</span>${node.last_seen_at
          ? html`<span class="muted small">last seen ${ago(node.last_seen_at)}</span>`
          : nothing}`;
}

/** @param {NodeInfo} node */
export function nodeFacts(node) {
  const machine = [node.vendor, node.model].filter(Boolean).join(' ');
  const power = [
    node.cpu_count ? `${node.cpu_count} CPUs` : null,
    node.memory_bytes ? `${bytes(node.memory_bytes)} memory` : null,
  ];
  return [machine, reachedAt(node), node.mac_address, ...power].filter(Boolean);
}

/** What the node tells first; a loopback address, as when controller and node share a machine, tells nothing if there is another. */
function reachedAt(node) {
  const told = node.addresses[0] ?? node.ip_address;
  const loopback = /^(127\.|::1$)/.test(told ?? '');
  return loopback ? (node.addresses.find((address) => !/^(127\.|::1$|fe80:)/.test(address)) ?? told) : told;
}

customElements.define('node-card', NodeCard);
