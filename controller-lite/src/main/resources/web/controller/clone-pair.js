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
        ${side({
          label: 'Source, read only',
          nodeId: session.source_node_id,
          nodeName: session.source_node_name,
          device: session.source_device,
        })}
        <span class="pair-arrow" aria-hidden="true">→</span>
        ${side({
          label: targetLabel(session),
          nodeId: session.target_node_id,
          nodeName: session.target_node_name,
          device: session.target_device,
          erased: !isOver(session),
          writtenUntil: session.cloning_at ? session.completed_at : null,
        })}
      </section>
    `;
  }
}

/** Never more than is known: one that ended before anything was reported as written may hold what it held. */
function targetLabel(session) {
  if (session.status === 'completed') {
    return 'Target, verified';
  }
  if (session.cloning_at) {
    return 'Target, written over';
  }
  return isOver(session) ? 'Target' : 'Target, to be erased';
}

function side({ label, nodeId, nodeName, device, erased = false, writtenUntil = null }) {
  const disk = (fleet.disks.get(nodeId) ?? []).find((candidate) => candidate.device === device);
  // A scan from before the clone shows what is not there any more.
  const outdated = disk && writtenUntil && disk.scanned_at < writtenUntil;
  return html`
    <div class="side ${erased ? 'erased-side' : ''}">
      <p class="side-label">${label}</p>
      <p>
        ${nodeId ? html`<a href="/nodes/${nodeId}">${nodeName ?? 'removed node'}</a>` : 'not chosen yet'}
        <span class="mono">${device}</span>
      </p>
      <p class="muted small">
        ${disk?.model ? html`${disk.model}<br />` : nothing}
        ${disk?.serial ? html`S/N ${disk.serial} · ` : nothing} ${disk ? bytes(disk.size_bytes) : nothing}
      </p>
      ${outdated
        ? html`<p class="muted small">Not scanned since it was written: rescan the node to see its partitions.</p>`
        : nothing}
      ${disk && !outdated
        ? html`<disk-visualizer compact .disk=${disk} .erased=${erased}></disk-visualizer>`
        : nothing}
    </div>
  `;
}

customElements.define('clone-pair', ClonePair);
