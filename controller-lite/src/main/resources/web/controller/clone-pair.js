import { html, nothing } from 'lit';
import { PageElement } from 'shared/page-element.js';
import { bytes } from 'shared/format.js';
import { fleet, FleetController } from './context.js';
import { isOver } from './fleet.js';
import 'shared/disk-visualizer.js';

/** @import { CloneSession } from 'shared/types.js' */

/** The two sides of a session with their disks drawn, as the last scan saw them. */
export class ClonePair extends PageElement {
  static properties = { session: { attribute: false } };

  constructor() {
    super();
    new FleetController(this);
  }

  render() {
    /** @type {CloneSession} */
    const session = this.session;
    return html`
      <section class="card pair" aria-label="Source and target">
        ${side('Source, read only', session.source_node_id, session.source_node_name, session.source_device, false)}
        <span class="pair-arrow" aria-hidden="true">→</span>
        ${side(
          session.status === 'completed' ? 'Target, identical to the source' : 'Target, written over',
          session.target_node_id,
          session.target_node_name,
          session.target_device,
          !isOver(session),
        )}
      </section>
    `;
  }
}

function side(label, nodeId, nodeName, device, erased) {
  const disk = (fleet.disks.get(nodeId) ?? []).find((candidate) => candidate.device === device);
  return html`
    <div class="side ${erased ? 'erased-side' : ''}">
      <p class="side-label">${label}</p>
      <p>
        ${nodeId ? html`<a href="/nodes/${nodeId}">${nodeName ?? 'removed node'}</a>` : 'not chosen yet'}
        <span class="mono">${device}</span>
      </p>
      <p class="muted small">
        ${disk ? [disk.model, disk.serial ? `S/N ${disk.serial}` : null, bytes(disk.size_bytes)].filter(Boolean).join(' · ') : ''}
      </p>
      ${disk ? html`<disk-visualizer compact .disk=${disk} .erased=${erased}></disk-visualizer>` : nothing}
    </div>
  `;
}

customElements.define('clone-pair', ClonePair);
