import { html, nothing } from 'lit';
import { PageElement } from 'shared/page-element.js';
import { bytes, time } from 'shared/format.js';
import { api, fleet, FleetController } from './context.js';
import { nodeName } from './fleet.js';
import { nodeStatus } from './node-card.js';
import 'shared/disk-card.js';
import 'shared/fs-legend.js';
import 'shared/problem-banner.js';
import './clone-session-card.js';
import './node-gate.js';
import './rescan-button.js';

/** One node: what it is, its disks, its clone sessions. */
export class NodePage extends PageElement {
  static properties = { nodeId: { attribute: false }, sessionIds: { state: true } };

  constructor() {
    super();
    new FleetController(this);
    this.sessionIds = [];
  }

  async willUpdate(changed) {
    if (changed.has('nodeId') || this.listVersion !== fleet.sessionListVersion) {
      this.listVersion = fleet.sessionListVersion;
      const page = await api.sessions({ node_id: this.nodeId, limit: 10 }).catch(() => null);
      if (page) {
        page.items.forEach((session) => fleet.remember(session));
        this.sessionIds = page.items.map((session) => session.id);
      }
    }
  }

  render() {
    return html`<node-gate .nodeId=${this.nodeId} .content=${(node) => this.#content(node)}></node-gate>`;
  }

  #content(node) {
    const disks = fleet.disks.get(node.id);
    const sessions = this.sessionIds.map((id) => fleet.sessions.get(id)).filter(Boolean);
    return html`
      <div class="page-head">
        <div>
          <a class="back" href="/nodes">← Nodes</a>
          <h1 tabindex="-1">${nodeName(node)}</h1>
          <p class="row">${nodeStatus(node)}</p>
        </div>
        <div class="row">
          ${node.ui_url ? html`<a class="button small" href=${node.ui_url} target="_blank" rel="noreferrer">Its own page ↗</a>` : nothing}
          <rescan-button .node=${node}></rescan-button>
        </div>
      </div>
      <div class="stack">
        <section class="card" aria-label="Machine">${machine(node)}</section>
        <section class="card stack" aria-labelledby="disks-title">
          <div class="row spread">
            <h2 id="disks-title">Disks</h2>
            ${disks?.length > 0 ? html`<fs-legend .disks=${disks}></fs-legend>` : nothing}
          </div>
          ${disks ? nothing : html`<p class="muted">Loading…</p>`}
          ${disks?.length === 0 ? html`<p class="muted">This node has reported no disks.</p>` : nothing}
          ${disks?.map((disk) => this.#disk(node, disk))}
        </section>
        <section class="stack tight" aria-labelledby="node-sessions-title">
          <h2 id="node-sessions-title">Clone sessions</h2>
          ${sessions.length === 0
            ? html`<p class="muted">This node has taken part in none.</p>`
            : html`<div class="session-list">
                ${sessions.map((session) => html`<clone-session-card .session=${session}></clone-session-card>`)}
              </div>`}
        </section>
      </div>
    `;
  }

  #disk(node, disk) {
    const device = encodeURIComponent(disk.device);
    return html`
      <div class="stack tight">
        <disk-card .disk=${disk}></disk-card>
        <div class="row small">
          <a href="/nodes/${node.id}/disks?device=${device}">Partitions of ${disk.device}</a>
          <a href="/clone/new?source_node=${node.id}&source_device=${device}">Clone ${disk.device}</a>
        </div>
      </div>
    `;
  }
}

/** @param {import('shared/types.js').NodeInfo} node */
function machine(node) {
  const facts = [
    ['Maker and model', [node.vendor, node.model].filter(Boolean).join(' ')],
    ['Serial number', node.serial_number],
    ['Addresses', node.addresses.length > 0 ? node.addresses.join(', ') : node.ip_address],
    ['MAC address', node.mac_address],
    ['Processors', node.cpu_count],
    ['Memory', node.memory_bytes ? bytes(node.memory_bytes) : null],
    ['Firmware', node.boot_mode?.toUpperCase()],
    ['Architecture', node.arch],
    ['Last seen', time(node.last_seen_at)],
    ['Node id', node.id],
  ];
  return html`
    <dl class="facts">
      ${facts.filter(([, value]) => value).map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}
    </dl>
  `;
}

customElements.define('node-page', NodePage);
