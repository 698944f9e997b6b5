import { html, nothing } from 'lit';
import { PageElement } from 'shared/page-element.js';
import { ago } from 'shared/format.js';
import { api, fleet, FleetController } from './context.js';
import { jobKey, nodeName } from './fleet.js';
import { navigate } from './router.js';
import 'shared/disk-card.js';
import 'shared/disk-selector.js';
import 'shared/fs-legend.js';
import 'shared/partition-editor.js';
import 'shared/partition-table.js';
import './node-gate.js';
import './rescan-button.js';

/** A node's disks one by one, with every field of their partitions. */
export class PartitionTool extends PageElement {
  static properties = { nodeId: { attribute: false }, query: { attribute: false }, selected: { state: true } };

  constructor() {
    super();
    new FleetController(this);
  }

  render() {
    return html`<node-gate .nodeId=${this.nodeId} .content=${(node) => this.#content(node)}></node-gate>`;
  }

  #content(node) {
    const disks = fleet.disks.get(node.id) ?? [];
    const disk = disks.find((candidate) => candidate.device === this.query.get('device')) ?? disks[0];
    return html`
      <div class="page-head">
        <div>
          <a class="back" href="/nodes/${node.id}">← ${nodeName(node)}</a>
          <h1 tabindex="-1">Disks of ${nodeName(node)}</h1>
          <p>${disk ? `Scanned ${ago(disk.scanned_at)}` : 'No disks known'}</p>
        </div>
        <rescan-button .node=${node}></rescan-button>
      </div>
      <div class="stack">
        ${disks.length > 1
          ? html`<disk-selector
              label="Disk to show"
              .disks=${disks}
              .selected=${disk.device}
              @disk-selected=${(event) => this.#show(event.detail)}
            ></disk-selector>`
          : nothing}
        ${disk ? this.#disk(disk) : nothing}
      </div>
    `;
  }

  #disk(disk) {
    return html`
      <section
        class="card stack"
        aria-label=${`Partitions of ${disk.device}`}
        @partition-selected=${(event) => (this.selected = event.detail)}
      >
        <disk-card selectable .disk=${disk} .selected=${this.selected}></disk-card>
        <fs-legend .disks=${[disk]}></fs-legend>
        <partition-table .disk=${disk} .selected=${this.selected}></partition-table>
        <partition-editor
          .api=${api}
          .nodeId=${this.nodeId}
          .disk=${disk}
          .selected=${this.selected}
          .locked=${fleet.viewerExcuse}
          .news=${fleet.jobs.get(jobKey(this.nodeId, disk.device))}
        ></partition-editor>
      </section>
    `;
  }

  #show(disk) {
    this.selected = undefined;
    navigate(`/nodes/${this.nodeId}/disks?device=${encodeURIComponent(disk.device)}`, { replace: true });
  }
}

customElements.define('partition-tool', PartitionTool);
